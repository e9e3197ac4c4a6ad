// What others changed, put in its place (`live-updates.js` brings it). What a person is in the middle of is not touched:
// it gets a mark, and its fresh state as soon as it is left.
{
  const SOON = 400; // ms after the focus moved on: a press on another button must find it where it was
  const held = new Map(); // id → what waits to be put there

  const isDirty = (field) => {
    if (field.matches("select")) {
      const options = [...field.options];
      return options.some((one) => one.defaultSelected) && options.some((one) => one.selected !== one.defaultSelected);
    }
    if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
    return field.value !== field.defaultValue;
  };

  const inUse = (place) => {
    if (document.body.classList.contains("dragging")) return true; // rows move under the pointer: nothing else does
    const focus = document.activeElement?.closest("a, button, input, select, textarea, summary");
    if (focus && place.contains(focus)) return true;
    if (place.matches("form.inline-form, .htmx-request")) return true;
    if (place.querySelector("details[open], form.inline-form:not([id*='-wants-']), .htmx-request")) return true;
    return [...place.querySelectorAll("input:not([type=hidden]), select, textarea")].some(isDirty);
  };

  const mark = (place, { words }) => {
    if (!words) return;
    const note = place.querySelector(".update-badge") ?? document.createElement("span");
    note.className = "update-badge";
    note.textContent = words;
    (place.querySelector(".title") ?? place).append(note);
    if (place.contains(document.activeElement)) document.getElementById("announcement").textContent = words;
  };

  // Where a row or a goal belongs: after the nearest one above it that this page has.
  const stand = (piece, { list, after }) => {
    const end = document.querySelector(list ? `[id="${list}"] > li[id$="-add"]` : "#add-goal, #inbox");
    const home = list ? document.getElementById(list) : end?.parentElement;
    if (!home) return piece.remove();
    const above = after.map((id) => document.getElementById(id)).find((each) => each?.parentElement === home);
    if (above) above.after(piece);
    else home.insertBefore(piece, after.length ? end : home.querySelector(":scope > .task, :scope > .goal") ?? end);
  };

  const replace = (old, fresh) => {
    const { id } = document.activeElement;
    const fold = old.querySelector("[aria-expanded][aria-controls]")?.getAttribute("aria-expanded");
    if (fold) fresh.querySelector("[aria-expanded][aria-controls]")?.setAttribute("aria-expanded", fold);
    old.replaceWith(fresh);
    if (id && document.activeElement === document.body) document.getElementById(id)?.focus({ preventScroll: true });
  };

  const put = (id, { fresh, fact }) => {
    const old = document.getElementById(id);
    const known = old && fact.section && !fact.gone && !fact.moved;
    if (known || (!old && (fact.gone || fact.fits === false))) return;
    if (old && inUse(old)) {
      held.set(id, { fresh: fresh ?? held.get(id)?.fresh, fact });
      return mark(old, fact);
    }
    held.delete(id);
    if (fact.gone) return old.remove();
    if (old && fact.section) return stand(old, fact);
    if (!fresh || (!old && !fact.after)) return;
    const moves = !old || fact.moved || (fact.list && old.parentElement.id !== fact.list);
    if (old) replace(old, fresh);
    if (moves) stand(fresh, fact);
    if (!fresh.isConnected) return;
    htmx.process(fresh);
    fresh.classList.toggle("is-new", !old);
    if (fact.fits === false) mark(fresh, fact);
  };

  const release = () => {
    for (const [id, waits] of held) {
      const place = document.getElementById(id);
      if (!place) held.delete(id);
      else if (!inUse(place)) put(id, waits);
    }
  };

  const rootOf = ({ fragment }) => fragment.firstElementChild;

  document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
    const place = tasks.map(rootOf).find((root) => root?.id === "live-updates");
    if (ctx.sourceElement?.id !== "live-updates" || !place) {
      for (const task of tasks) held.delete(rootOf(task)?.id); // what the server sends for one's own deed is fresher
      return;
    }
    const facts = JSON.parse(place.dataset.facts);
    const brought = new Map(tasks.map((task) => [rootOf(task)?.id, rootOf(task)]));
    tasks.splice(0, tasks.length, ...tasks.filter((task) => !(rootOf(task)?.id in facts)));
    for (const [id, fact] of Object.entries(facts)) {
      const fresh = brought.get(id);
      fresh?.querySelectorAll("[autofocus]").forEach((field) => field.removeAttribute("autofocus"));
      put(id, { fresh, fact });
    }
  });

  // A row that was dragged lies where it was let go, whatever place the server knew for it before.
  document.addEventListener("dragged", ({ detail: id }) => {
    const waits = held.get(id);
    if (waits) waits.fact = { ...waits.fact, moved: false, list: "" };
    if (held.size) setTimeout(release, SOON);
  });
  document.addEventListener("focusout", () => { if (held.size) setTimeout(release, SOON); });
  document.addEventListener("htmx:finally:request", () => { if (held.size) setTimeout(release, SOON); });
}
