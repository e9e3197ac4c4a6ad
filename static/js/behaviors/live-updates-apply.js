// Applies the changes that `live-updates.js` loads. A row or a goal that the person is using is only marked; it is
// updated as soon as they have finished with it.
{
  const APPLY_DELAY = 400; // ms after the focus moved: a click in progress must still find its button in place
  const pendingUpdates = new Map(); // id → { fresh, fact } to apply when the element is no longer in use

  const isDirty = (field) => {
    if (field.matches("select")) {
      const options = [...field.options];
      const hasDefault = options.some((option) => option.defaultSelected);
      return hasDefault && options.some((option) => option.selected !== option.defaultSelected);
    }
    if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
    return field.value !== field.defaultValue;
  };

  const isInUse = (element) => {
    if (document.body.classList.contains("dragging")) return true; // nothing else may move while a row is dragged
    const focused = document.activeElement?.closest("a, button, input, select, textarea, summary");
    if (focused && element.contains(focused)) return true;
    if (element.matches("form.inline-form, .htmx-request")) return true;
    if (element.querySelector("details[open], form.inline-form:not([id*='-wants-']), .htmx-request")) return true;
    return [...element.querySelectorAll("input:not([type=hidden]), select, textarea")].some(isDirty);
  };

  const showBadge = (element, { words }) => {
    if (!words) return;
    const badge = element.querySelector(".update-badge") ?? document.createElement("span");
    badge.className = "update-badge";
    badge.textContent = words;
    (element.querySelector(".title") ?? element).append(badge);
    if (element.contains(document.activeElement)) document.getElementById("announcement").textContent = words;
  };

  // `after` lists the elements above in the server's order, nearest first. This page may have only some of them.
  const insertInOrder = (element, { list, after }) => {
    const end = document.querySelector(list ? `[id="${list}"] > li[id$="-add"]` : "#add-goal, #inbox");
    const parent = list ? document.getElementById(list) : end?.parentElement;
    if (!parent) return element.remove();
    const previous = after.map((id) => document.getElementById(id)).find((each) => each?.parentElement === parent);
    if (previous) previous.after(element);
    else parent.insertBefore(element, after.length ? end : parent.querySelector(":scope > .task, :scope > .goal") ?? end);
  };

  // A folded list shows a row that comes only if it is one of its open tasks, and these are shown.
  const isFoldedAway = (fresh, { list }) => {
    const line = list && document.querySelector(`[id="${list}"] > .folded`);
    return Boolean(line) && (fresh.matches(".done") || !("done" in line.dataset));
  };

  const replaceElement = (old, fresh) => {
    const { id } = document.activeElement;
    const expanded = old.querySelector("[aria-expanded][aria-controls]")?.getAttribute("aria-expanded");
    if (expanded) fresh.querySelector("[aria-expanded][aria-controls]")?.setAttribute("aria-expanded", expanded);
    old.replaceWith(fresh);
    if (id && document.activeElement === document.body) document.getElementById(id)?.focus({ preventScroll: true });
  };

  const applyUpdate = (id, { fresh, fact }) => {
    const old = document.getElementById(id);
    const isUnchangedGoal = old && fact.section && !fact.gone && !fact.moved; // its title row has a fact of its own
    if (isUnchangedGoal || (!old && (fact.gone || fact.fits === false))) return;
    if (old && isInUse(old)) {
      pendingUpdates.set(id, { fresh: fresh ?? pendingUpdates.get(id)?.fresh, fact });
      return showBadge(old, fact);
    }
    pendingUpdates.delete(id);
    if (fact.gone) return old.remove();
    if (old && fact.section) return insertInOrder(old, fact);
    if (!fresh || (!old && (!fact.after || isFoldedAway(fresh, fact)))) return;
    const changesPlace = !old || fact.moved || (fact.list && old.parentElement.id !== fact.list);
    if (old) replaceElement(old, fresh);
    if (changesPlace) insertInOrder(fresh, fact);
    if (!fresh.isConnected) return;
    htmx.process(fresh);
    fresh.classList.toggle("is-new", !old);
    if (fact.fits === false) showBadge(fresh, fact);
  };

  // What the person is looking at stays where it is on the screen, whatever comes or goes above it. The browser's own
  // scroll anchoring loses its place when the element it chose is the one that is replaced, so it pauses meanwhile.
  const keepScrollPosition = (change) => {
    const root = document.documentElement;
    const places = [...document.querySelectorAll(".task[id], .goal > .row[id]")]
      .map((element) => ({ id: element.id, top: element.getBoundingClientRect().top }))
      .filter(({ top }) => top >= 0 && top < innerHeight);
    root.style.overflowAnchor = "none";
    change();
    const place = places.find(({ id }) => document.getElementById(id));
    if (place && scrollY) {
      const shift = document.getElementById(place.id).getBoundingClientRect().top - place.top;
      scrollBy({ top: shift, behavior: "instant" });
    }
    requestAnimationFrame(() => root.style.removeProperty("overflow-anchor"));
  };

  const applyPendingUpdates = () => keepScrollPosition(() => {
    for (const [id, update] of pendingUpdates) {
      const element = document.getElementById(id);
      if (!element) pendingUpdates.delete(id);
      else if (!isInUse(element)) applyUpdate(id, update);
    }
  });

  const schedulePendingUpdates = () => { if (pendingUpdates.size) setTimeout(applyPendingUpdates, APPLY_DELAY); };

  const taskRoot = ({ fragment }) => fragment.firstElementChild;

  const onBeforeSwap = ({ detail: { ctx, tasks } }) => {
    const pollElement = tasks.map(taskRoot).find((root) => root?.id === "live-updates");
    if (ctx.sourceElement?.id !== "live-updates" || !pollElement) {
      for (const task of tasks) pendingUpdates.delete(taskRoot(task)?.id); // the response to the person's own action is newer
      return;
    }
    const facts = JSON.parse(pollElement.dataset.facts);
    const freshById = new Map(tasks.map((task) => [taskRoot(task)?.id, taskRoot(task)]));
    tasks.splice(0, tasks.length, ...tasks.filter((task) => !(taskRoot(task)?.id in facts)));
    keepScrollPosition(() => {
      for (const [id, fact] of Object.entries(facts)) {
        const fresh = freshById.get(id);
        fresh?.querySelectorAll("[autofocus]").forEach((field) => field.removeAttribute("autofocus"));
        applyUpdate(id, { fresh, fact });
      }
    });
  };

  document.addEventListener("htmx:before:swap", onBeforeSwap);

  // A dragged row stays where it was dropped, even if a pending update has an earlier place for it.
  document.addEventListener("dragged", ({ detail: id }) => {
    const update = pendingUpdates.get(id);
    if (update) update.fact = { ...update.fact, moved: false, list: "" };
    schedulePendingUpdates();
  });
  document.addEventListener("focusout", schedulePendingUpdates);
  document.addEventListener("htmx:finally:request", schedulePendingUpdates);
}
