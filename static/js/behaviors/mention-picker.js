// <form data-behavior="mention-picker">: after “@” the add line offers the same list of people, under the line. The focus
// stays in the line; Enter takes the name that is marked, the first one to begin with; the next Enter adds the task.
// A step keeps no person, only words: there the name alone takes the place of “@” and what was typed.
behavior("mention-picker", (form) => {
  if (!document.getElementById("bulk-edit-owner-name")) return; // the list of people is not on this page
  const { make } = people;
  const field = form.querySelector("input:not([type=hidden])");
  const id = `${field.id}-people`;
  const PLAIN_NAME = /^[\p{L}\p{M}’'-]+(?: [\p{L}\p{M}’'-]+){0,3}$/u;
  let pop = null, shown = [], active = null;

  const begun = () => /(?:^|\s)@([^\s@"]*)$/u.exec(field.value.slice(0, field.selectionStart));

  const close = () => {
    pop?.remove();
    pop = active = null;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    field.classList.remove("person-anchor");
  };

  const point = (at) => {
    const lines = [...pop.querySelectorAll("[role=option]")];
    active = (at + lines.length) % lines.length;
    lines.forEach((line, place) => line.setAttribute("aria-selected", String(place === active)));
    lines[active].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", lines[active].id);
  };

  const words = ({ value, name }) => {
    if (!form.elements.goal) return `${name} `;
    if (value.startsWith("seat-")) return `@${value} `;
    const meant = value.replace(/^outsider:/, "");
    return PLAIN_NAME.test(meant) && !value.startsWith("outsider:") ? `@${meant} ` : `@"${name}" `;
  };

  const take = (one) => {
    const end = field.selectionStart;
    const start = end - begun()[1].length - 1;
    close();
    field.setRangeText(words(one), start, end, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const look = () => {
    const select = document.getElementById("bulk-edit-owner-name");
    const typed = begun();
    shown = select && typed ? people.fitting(people.entries(select).filter((one) => one.initials), typed[1]) : [];
    if (!shown.length) return close();
    if (!pop) {
      pop = make("div", { class: "popover", popover: "manual" }, make("div", { class: "list", role: "listbox", id, "aria-label": "People" }));
      pop.addEventListener("pointerdown", (event) => event.preventDefault());
      pop.addEventListener("click", (event) => {
        const line = event.target.closest("[role=option]");
        if (line) take(shown[[...pop.querySelectorAll("[role=option]")].indexOf(line)]);
      });
      field.classList.add("person-anchor");
      form.append(pop);
      pop.showPopover();
      field.setAttribute("aria-expanded", "true");
    }
    shown = shown.map((one) => ({ ...one, chosen: false }));
    shown.sort((one, other) => (one.group === other.group ? 0 : one.group === "Without access" ? 1 : -1));
    people.draw(pop.firstElementChild, shown, id, typed[1]);
    point(0);
  };

  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": id })) {
    field.setAttribute(name, value);
  }
  field.addEventListener("input", look);
  field.addEventListener("blur", close);
  form.addEventListener("submit", close);
  form.addEventListener("keydown", (event) => {
    if (!pop || event.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) point(active + by);
    else if (event.key === "Enter") take(shown[active]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
});
