// <div class="field person" data-behavior="person-picker">: a select of people becomes a button that opens one list of
// everyone. Typing filters it by any part of a name; a name that fits nobody is added as an outsider only by choosing
// so. The field is empty at every opening, so nothing is ever typed onto an old name. `data-save-button`: the button that
// saves at once; `data-cancel-link`: the link that leaves when nothing is chosen; `data-opener`: another control opens it.
// A letter typed on the closed button is the beginning of a name, never a shortcut.
behavior("person-picker", (root) => {
  const { make } = people;
  const { label, client, saveButton, cancelLink, opener, invite } = root.dataset;
  const select = root.querySelector("select");
  const outsider = root.querySelector(".person__outsider");
  const id = select.id;
  const button = make("button", { type: "button", id: `${id}-open`, class: "person__open", "aria-haspopup": "dialog", "aria-expanded": "false" });
  let pop = null, anchor = button, shown = [], active = null;

  const show = () => {
    const typed = root.querySelector(`input[name$="_outsider"]`)?.value.trim() ?? "";
    const one = people.entries(select).find((entry) => entry.chosen);
    const name = typed || one?.name || select.selectedOptions[0]?.textContent || "";
    button.replaceChildren(people.avatar(typed ? { initials: typed[0] } : one ?? { initials: "" }), make("span", { class: "name", dir: "auto" }, name));
    button.setAttribute("aria-label", `${label}: ${name}`);
  };

  const choose = (one) => {
    if (!one || one.closed) return people.refuse(pop, one);
    let field = root.querySelector(`input[name$="_outsider"]`);
    if (one.add && !field) root.append(field = make("input", { type: "hidden", name: `${select.name}_outsider` }));
    if (field) field.value = one.add ?? "";
    select.value = one.add ? select.value : one.value;
    show();
    close(false);
    select.dispatchEvent(new Event("change", { bubbles: true }));
    if (saveButton) select.form.requestSubmit(document.getElementById(saveButton));
  };

  const point = (at) => {
    const lines = [...pop.querySelectorAll("[role=option]")];
    active = at === null || !shown.length ? null : (at + shown.length) % shown.length;
    lines.forEach((line, place) => line.setAttribute("aria-selected", String(place === active)));
    lines[active]?.scrollIntoView({ block: "nearest" });
    const field = pop.querySelector("input");
    if (active === null) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", lines[active].id);
  };

  const move = (by) => point(active === null ? Math.min(by, 0) : active + by);

  const list = (typed) => {
    const name = typed.trim().replace(/\s+/g, " ");
    const found = people.fitting(people.entries(select), name);
    const known = people.isKnown(found, people.fold(name));
    const may = name && (outsider || root.querySelector(".person__add")) && !known && (!found.length || name.length > 2);
    shown = may ? [...found, { add: name, name: `Add “${name}” as someone without access`, initials: "+" }] : found;
    people.draw(pop.querySelector("[role=listbox]"), shown, id, name);
    const foot = people.emptied(pop.querySelector(".popover__message"));
    if (!found.length) {
      foot.append(`Nobody with access to ${client} has “${name}” in their name.`);
      if (may) foot.append(` ${name} won’t see or receive anything. `);
      if (may && invite) foot.append(make("a", { href: invite }, "Invite someone instead"));
    }
    point(people.first(shown));
    if (name) document.getElementById("announcement").textContent = found.length === 1 ? "One person" : `${found.length || "No"} people`;
  };

  const close = (back) => {
    if (!pop) return;
    const old = pop;
    pop = null;
    document.removeEventListener("pointerdown", elsewhere, true);
    if (old.open) old.close();
    old.remove();
    anchor.setAttribute("aria-expanded", "false");
    anchor.classList.remove("person-anchor");
    if (back || document.activeElement === document.body) anchor.focus({ preventScroll: true });
  };

  const leave = () => {
    close(true);
    if (cancelLink) document.getElementById(cancelLink)?.click();
  };

  const elsewhere = (event) => {
    const box = pop.getBoundingClientRect();
    const within = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!within || (event.target !== pop && !pop.contains(event.target))) leave();
  };

  const open = (from = button, begun = "") => {
    if (pop) return;
    anchor = from;
    const field = make("input", {
      class: "input", type: "text", id: `${id}-q`, role: "combobox", "aria-expanded": "true", "aria-controls": `${id}-list`, "aria-autocomplete": "list",
      "aria-label": label, placeholder: "Name or part of a name", autocomplete: "off", autocapitalize: "off", spellcheck: "false", dir: "auto",
    });
    pop = make("dialog", { class: "popover", popover: "manual", "aria-label": label }, field,
      make("div", { class: "list", role: "listbox", id: `${id}-list`, "aria-label": "People" }), make("p", { class: "popover__message meta" }));
    anchor.classList.add("person-anchor");
    anchor.setAttribute("aria-expanded", "true");
    select.form.append(pop);
    if (matchMedia("(max-width: 46rem)").matches) pop.showModal();
    else pop.showPopover();
    const [early, moves, ending] = people.typedEarly();
    field.value = begun + early;
    list(field.value);
    moves.forEach(move);
    field.focus({ preventScroll: true });
    field.addEventListener("input", () => list(field.value));
    for (const kind of ["input", "change"]) field.addEventListener(kind, (event) => event.stopPropagation());
    field.addEventListener("keydown", press);
    pop.addEventListener("cancel", (event) => { event.preventDefault(); leave(); });
    pop.querySelector("[role=listbox]").addEventListener("click", (event) => {
      const line = event.target.closest("[role=option]");
      if (line) choose(shown[[...pop.querySelectorAll("[role=option]")].indexOf(line)]);
    });
    document.addEventListener("pointerdown", elsewhere, true);
    if (ending === "Escape") setTimeout(leave); // the link that leaves is there for htmx only then
    else if (ending && (field.value || moves.length)) setTimeout(choose, 0, shown[active]);
  };

  const press = (event) => {
    if (event.isComposing) return;
    if (event.key in people.MOVES) move(people.MOVES[event.key]);
    else if (event.key === "Enter") choose(shown[active]);
    else if (event.key === "Escape") leave();
    else if (event.key === "Backspace" && !event.target.value) point(shown.findIndex((one) => one.value === ""));
    else return event.key === "Tab" ? close(true) : undefined;
    event.preventDefault();
    event.stopPropagation();
  };

  select.hidden = true;
  if (outsider) outsider.hidden = true;
  root.querySelector("label").htmlFor = button.id;
  select.before(button);
  show();
  for (const control of [button, document.getElementById(opener)].filter(Boolean)) {
    control.addEventListener("click", (event) => {
      event.preventDefault();
      open(control);
    });
    control.addEventListener("keydown", (event) => {
      const types = event.key.length === 1 && event.key !== " " && !(event.ctrlKey || event.metaKey || event.altKey);
      if (event.isComposing || !(types || event.key === "ArrowDown")) return;
      event.preventDefault();
      event.stopPropagation();
      open(control, types ? event.key : "");
    });
  }
  if (select.ariaInvalid === "true") people.mark(select, button); else if (select.autofocus) button.focus();
  if ("opens" in root.dataset) open();
});
