// Keeps an open small form and its unsaved text when htmx replaces the row around it, because something else in that
// row was saved.
document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  if (ctx.sourceElement?.id === "live-updates") return; // live-updates-apply.js never replaces a row that is in use
  const submittedForm = ctx.sourceElement?.closest?.("form");

  const moveToFragment = (form, oldElement, fragment) => {
    const replacement = form.id ? fragment.querySelector(`[id="${form.id}"]`) : null;
    if (replacement && !replacement.matches("form")) return replacement.replaceWith(form); // in the new row the form is closed
    if (form.id && !replacement && form.parentElement === oldElement) return fragment.firstElementChild?.append(form);
    for (const field of drafts.draftFields(form)) {
      const newField = field.id ? fragment.querySelector(`[id="${field.id}"]`) : null; // drafts.js restores its text
      if (newField && field.checkVisibility()) newField.closest("details")?.setAttribute("open", "");
    }
  };

  for (const { target, fragment, swapSpec } of tasks) {
    const style = typeof swapSpec === "string" ? swapSpec : swapSpec?.style;
    const oldElement = typeof target === "string" ? document.querySelector(target) : target;
    if (!oldElement || style !== "outerHTML") continue;
    for (const form of oldElement.querySelectorAll("form")) {
      if (form !== submittedForm && drafts.draftFields(form).some(drafts.isDirty)) moveToFragment(form, oldElement, fragment);
    }
  }
});
