// <form class="add" data-behavior="add-line">: Enter adds, Esc clears and leaves. What is typed while the
// last one is still on its way is carried over into the fresh line the server sends.
{
  const typedOn = new Map();
  const fieldOf = (form) => form.querySelector("input:not([type=hidden])");

  behavior("add-line", (form) => {
    const field = fieldOf(form);
    const typed = typedOn.get(field.id);
    typedOn.delete(field.id);
    if (typed && !field.value) {
      field.value = typed;
      field.setSelectionRange(typed.length, typed.length);
    }

    let sent = null;
    form.addEventListener("htmx:before:request", () => { sent = field.value; });
    form.addEventListener("htmx:before:swap", () => {
      if (field.value !== sent) typedOn.set(field.id, field.value);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      event.preventDefault();
      form.reset();
      field.blur();
    });
  });
}
