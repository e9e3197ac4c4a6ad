// <div class="field person" data-behavior="person-picker">: replaces a select of people by a button that opens one list
// of everyone. Typing filters it by any part of a name; a name that matches nobody is added as an outsider only when the
// person chooses to. The field is empty whenever it opens, so that nobody types onto an old name. `data-save-button`:
// pressed after a choice; `data-cancel-link`: followed when nothing is chosen; `data-opener`: another control that opens
// the list. A letter typed on the closed button starts a name and is never a shortcut.
behavior("person-picker", (root) => {
  const { createElement } = peopleList;
  const { label, client, saveButton, cancelLink, opener, invite } = root.dataset;
  const select = root.querySelector("select");
  const outsiderField = root.querySelector(".person__outsider");
  const id = select.id;
  const button = createElement("button", { type: "button", id: `${id}-open`, class: "person__open", "aria-haspopup": "dialog", "aria-expanded": "false" });
  let popover = null, anchor = button, entries = [], activeIndex = null;

  const renderButton = () => {
    const typed = root.querySelector(`input[name$="_outsider"]`)?.value.trim() ?? "";
    const chosen = peopleList.readEntries(select).find((entry) => entry.isChosen);
    const name = typed || chosen?.name || select.selectedOptions[0]?.textContent || "";
    const avatar = peopleList.createAvatar(typed ? { initials: typed[0] } : chosen ?? { initials: "" });
    button.replaceChildren(avatar, createElement("span", { class: "name", dir: "auto" }, name));
    button.setAttribute("aria-label", `${label}: ${name}`);
  };

  const choose = (entry) => {
    if (!entry || entry.isDisabled) return peopleList.showRefusal(popover, entry);
    let field = root.querySelector(`input[name$="_outsider"]`);
    if (entry.nameToAdd && !field) root.append(field = createElement("input", { type: "hidden", name: `${select.name}_outsider` }));
    if (field) field.value = entry.nameToAdd ?? "";
    select.value = entry.nameToAdd ? select.value : entry.value;
    renderButton();
    close({ focusAnchor: false });
    select.dispatchEvent(new Event("change", { bubbles: true }));
    if (saveButton) select.form.requestSubmit(document.getElementById(saveButton));
  };

  const setActive = (index) => {
    const options = [...popover.querySelectorAll("[role=option]")];
    activeIndex = index === null || !entries.length ? null : (index + entries.length) % entries.length;
    options.forEach((option, each) => option.setAttribute("aria-selected", String(each === activeIndex)));
    options[activeIndex]?.scrollIntoView({ block: "nearest" });
    const field = popover.querySelector("input");
    if (activeIndex === null) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", options[activeIndex].id);
  };

  const moveActive = (offset) => setActive(activeIndex === null ? Math.min(offset, 0) : activeIndex + offset);

  const renderList = (typed) => {
    const name = typed.trim().replace(/\s+/g, " ");
    const found = peopleList.filterEntries(peopleList.readEntries(select), name);
    const isKnown = peopleList.hasExactMatch(found, peopleList.foldAccents(name));
    const canAdd = name && (outsiderField || root.querySelector(".person__add")) && !isKnown && (!found.length || name.length > 2);
    entries = canAdd ? [...found, { nameToAdd: name, name: `Add “${name}” as someone without access`, initials: "+" }] : found;
    peopleList.renderOptions(popover.querySelector("[role=listbox]"), entries, id, name);
    const message = popover.querySelector(".popover__message");
    message.replaceChildren();
    if (!found.length) {
      message.append(`Nobody with access to ${client} has “${name}” in their name.`);
      if (canAdd) message.append(` ${name} won’t see or receive anything. `);
      if (canAdd && invite) message.append(createElement("a", { href: invite }, "Invite someone instead"));
    }
    setActive(peopleList.firstActiveIndex(entries));
    if (name) document.getElementById("announcement").textContent = found.length === 1 ? "One person" : `${found.length || "No"} people`;
  };

  const close = ({ focusAnchor }) => {
    if (!popover) return;
    const closing = popover;
    popover = null;
    document.removeEventListener("pointerdown", handleOutsideClick, true);
    if (closing.open) closing.close();
    closing.remove();
    anchor.setAttribute("aria-expanded", "false");
    anchor.classList.remove("person-anchor");
    if (focusAnchor || document.activeElement === document.body) anchor.focus({ preventScroll: true });
  };

  const cancel = () => {
    close({ focusAnchor: true });
    if (cancelLink) document.getElementById(cancelLink)?.click();
  };

  const handleOutsideClick = (event) => {
    const box = popover.getBoundingClientRect();
    const isInside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!isInside || (event.target !== popover && !popover.contains(event.target))) cancel();
  };

  const open = (control = button, firstLetter = "") => {
    if (popover) return;
    anchor = control;
    const field = createElement("input", {
      class: "input", type: "text", id: `${id}-q`, role: "combobox", "aria-expanded": "true", "aria-controls": `${id}-list`, "aria-autocomplete": "list",
      "aria-label": label, placeholder: "Name or part of a name", autocomplete: "off", autocapitalize: "off", spellcheck: "false", dir: "auto",
    });
    const listbox = createElement("div", { class: "list", role: "listbox", id: `${id}-list`, "aria-label": "People" });
    const message = createElement("p", { class: "popover__message meta" });
    popover = createElement("dialog", { class: "popover", popover: "manual", "aria-label": label }, field, listbox, message);
    anchor.classList.add("person-anchor");
    anchor.setAttribute("aria-expanded", "true");
    select.form.append(popover);
    if (matchMedia("(max-width: 46rem)").matches) popover.showModal();
    else popover.showPopover();
    const early = peopleList.takeEarlyKeys();
    field.value = firstLetter + early.text;
    renderList(field.value);
    early.offsets.forEach(moveActive);
    field.focus({ preventScroll: true });
    field.addEventListener("input", () => renderList(field.value));
    for (const type of ["input", "change"]) field.addEventListener(type, (event) => event.stopPropagation());
    field.addEventListener("keydown", handleKeydown);
    popover.addEventListener("cancel", (event) => { event.preventDefault(); cancel(); });
    listbox.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(entries[[...popover.querySelectorAll("[role=option]")].indexOf(option)]);
    });
    document.addEventListener("pointerdown", handleOutsideClick, true);
    if (early.endKey === "Escape") setTimeout(cancel); // htmx has not processed the cancel link before that
    else if (early.endKey && (field.value || early.offsets.length)) setTimeout(choose, 0, entries[activeIndex]);
  };

  const handleKeydown = (event) => {
    if (event.isComposing) return;
    if (event.key in peopleList.ARROW_OFFSETS) moveActive(peopleList.ARROW_OFFSETS[event.key]);
    else if (event.key === "Enter") choose(entries[activeIndex]);
    else if (event.key === "Escape") cancel();
    else if (event.key === "Backspace" && !event.target.value) setActive(entries.findIndex((entry) => entry.value === ""));
    else return event.key === "Tab" ? close({ focusAnchor: true }) : undefined;
    event.preventDefault();
    event.stopPropagation();
  };

  select.hidden = true;
  if (outsiderField) outsiderField.hidden = true;
  root.querySelector("label").htmlFor = button.id;
  select.before(button);
  renderButton();
  for (const control of [button, document.getElementById(opener)].filter(Boolean)) {
    control.addEventListener("click", (event) => { event.preventDefault(); open(control); });
    control.addEventListener("keydown", (event) => {
      const isLetter = event.key.length === 1 && event.key !== " " && !(event.ctrlKey || event.metaKey || event.altKey);
      if (event.isComposing || !(isLetter || event.key === "ArrowDown")) return;
      event.preventDefault();
      event.stopPropagation();
      open(control, isLetter ? event.key : "");
    });
  }
  if (select.ariaInvalid === "true") peopleList.markInvalid(select, button); else if (select.autofocus) button.focus();
  if ("opens" in root.dataset) open();
});
