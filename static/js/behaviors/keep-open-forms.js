// A small form that is open with words in it stays, words and all, when the row or the piece around it is drawn anew
// because something else in it was saved.
document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  if (ctx.sourceElement?.id === "live-updates") return; // puts nothing into a row that is in use
  const using = ctx.sourceElement?.closest?.("form");

  const carry = (form, old, fragment) => {
    const control = form.id ? fragment.querySelector(`[id="${form.id}"]`) : null;
    if (control && !control.matches("form")) return control.replaceWith(form); // as it is, from the old row to the new one
    if (form.id && !control && form.parentElement === old) return fragment.firstElementChild?.append(form);
    for (const field of unsaved.fieldsOf(form)) {
      const again = field.id ? fragment.querySelector(`[id="${field.id}"]`) : null; // its words come back by themselves
      if (again && field.checkVisibility()) again.closest("details")?.setAttribute("open", "");
    }
  };

  for (const { target, fragment, swapSpec } of tasks) {
    const style = typeof swapSpec === "string" ? swapSpec : swapSpec?.style;
    const old = typeof target === "string" ? document.querySelector(target) : target;
    if (!old || style !== "outerHTML") continue;
    for (const form of old.querySelectorAll("form")) {
      if (form !== using && unsaved.fieldsOf(form).some(unsaved.isDirty)) carry(form, old, fragment);
    }
  }
});
