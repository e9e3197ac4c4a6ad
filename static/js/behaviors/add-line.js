// <form class="add" data-behavior="add-line">: Enter adds the item; Escape moves the focus to the row above and keeps
// the text. An error refers to the text that was sent, so it disappears as soon as that text is edited.
// The choice of who can see the new item survives every redraw of the form until the page is reloaded.
const chosenVisibility = new Map(); // id of the form's parent → value of its select
behavior("add-line", (form) => {
  const visibilitySelect = form.elements.visibility;
  const { id } = form.parentElement;
  const renderVisibility = () =>
    visibilitySelect?.parentElement.classList.toggle("leads-only", visibilitySelect.value === "leads");
  if (visibilitySelect && chosenVisibility.has(id)) visibilitySelect.value = chosenVisibility.get(id);
  renderVisibility();
  visibilitySelect?.addEventListener("change", () => {
    chosenVisibility.set(id, visibilitySelect.value);
    renderVisibility();
  });

  const findTitleAbove = () =>
    form.closest("li")?.previousElementSibling?.querySelector(".title > a") ??
    form.closest(".goal")?.querySelector("h3 a") ??
    form.closest("article")?.querySelector("h1[tabindex]");

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    event.preventDefault();
    const title = findTitleAbove();
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
