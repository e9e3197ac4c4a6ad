// <form data-behavior="mention-picker">: typing “@” in the add line opens the list of people below the field. The focus
// stays in the field. Enter inserts the active name, at first the top one, and the next Enter adds the task. A step has
// no owner, so there the plain name replaces “@” and the typed text.
behavior("mention-picker", (form) => {
  if (!document.getElementById("bulk-edit-owner-name")) return; // the list of people is not on this page
  const { createElement } = peopleList;
  const field = form.querySelector("input:not([type=hidden])");
  const id = `${field.id}-people`;
  const UNQUOTED_NAME = /^[\p{L}\p{M}’'-]+(?: [\p{L}\p{M}’'-]+){0,3}$/u;
  let popover = null, entries = [], activeIndex = null;

  const matchMention = () => /(?:^|\s)@([^\s@"]*)$/u.exec(field.value.slice(0, field.selectionStart));

  const close = () => {
    popover?.remove();
    popover = activeIndex = null;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    field.classList.remove("person-anchor");
  };

  const setActive = (index) => {
    const options = [...popover.querySelectorAll("[role=option]")];
    activeIndex = (index + options.length) % options.length;
    options.forEach((option, each) => option.setAttribute("aria-selected", String(each === activeIndex)));
    options[activeIndex].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", options[activeIndex].id);
  };

  const mentionText = ({ value, name }) => {
    if (!form.elements.goal) return `${name} `;
    if (value.startsWith("seat-")) return `@${value} `;
    const unambiguousName = value.replace(/^outsider:/, "");
    return UNQUOTED_NAME.test(unambiguousName) && !value.startsWith("outsider:") ? `@${unambiguousName} ` : `@"${name}" `;
  };

  const insertMention = (entry) => {
    const end = field.selectionStart;
    const start = end - matchMention()[1].length - 1;
    close();
    field.setRangeText(mentionText(entry), start, end, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const openPopover = () => {
    const listbox = createElement("div", { class: "list", role: "listbox", id, "aria-label": "People" });
    popover = createElement("div", { class: "popover", popover: "manual" }, listbox);
    popover.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the field
    popover.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) insertMention(entries[[...popover.querySelectorAll("[role=option]")].indexOf(option)]);
    });
    field.classList.add("person-anchor");
    form.append(popover);
    popover.showPopover();
    field.setAttribute("aria-expanded", "true");
  };

  const updateList = () => {
    const select = document.getElementById("bulk-edit-owner-name");
    const mention = matchMention();
    const people = select && mention ? peopleList.readEntries(select).filter((entry) => entry.initials) : [];
    entries = mention ? peopleList.filterEntries(people, mention[1]) : [];
    if (!entries.length) return close();
    if (!popover) openPopover();
    entries = entries.map((entry) => ({ ...entry, isChosen: false }));
    entries.sort((one, other) => (one.group === other.group ? 0 : one.group === "Without access" ? 1 : -1));
    peopleList.renderOptions(popover.firstElementChild, entries, id, mention[1]);
    setActive(0);
  };

  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": id })) {
    field.setAttribute(name, value);
  }
  field.addEventListener("input", updateList);
  field.addEventListener("blur", close);
  form.addEventListener("submit", close);
  form.addEventListener("keydown", (event) => {
    if (!popover || event.isComposing) return;
    const offset = peopleList.ARROW_OFFSETS[event.key];
    if (offset) setActive(activeIndex + offset);
    else if (event.key === "Enter") insertMention(entries[activeIndex]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
});
