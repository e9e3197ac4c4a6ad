// <form class="add" data-behavior="add-line">: Enter adds; Escape leaves the line, with its words, for the row above it.
// A refusal is about the words that were sent: it goes as soon as they are changed.
behavior("add-line", (form) => {
  const titleAbove = () =>
    form.closest("li")?.previousElementSibling?.querySelector(".t > a") ??
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
    if (!form.classList.contains("bad")) return;
    form.classList.remove("bad");
    form.querySelector(":scope > .error")?.remove();
    target.removeAttribute("aria-invalid");
    target.removeAttribute("aria-describedby");
  });
});
