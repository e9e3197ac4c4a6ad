// <form class="add" data-behavior="add-line">: Enter adds; Escape leaves the line, with its words, for the row above it.
// A refusal is about the words that were sent: it goes as soon as they are changed.
// Who sees what is typed there stays as it was chosen, whatever draws the line anew, until the page is loaded again.
const whoSees = new Map(); // id of the line → the choice
behavior("add-line", (form) => {
  const sees = form.elements.visibility;
  const { id } = form.parentElement;
  const show = () => sees?.parentElement.classList.toggle("leads-only", sees.value === "leads");
  if (sees && whoSees.has(id)) sees.value = whoSees.get(id);
  show();
  sees?.addEventListener("change", () => {
    whoSees.set(id, sees.value);
    show();
  });

  const titleAbove = () =>
    form.closest("li")?.previousElementSibling?.querySelector(".title > a") ??
    form.closest(".goal")?.querySelector("h3 a") ??
    form.closest("article")?.querySelector("h1[tabindex]");

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    event.preventDefault();
    const title = titleAbove();
    if (title) title.focus();
    else event.target.blur();
  });

  form.addEventListener("input", ({ target }) => {
    if (!form.classList.contains("invalid")) return;
    form.classList.remove("invalid");
    form.querySelector(":scope > .error")?.remove();
    target.removeAttribute("aria-invalid");
    target.removeAttribute("aria-describedby");
  });
});
