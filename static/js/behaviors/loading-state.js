// A form that is being sent cannot be sent again. After a moment its buttons are shown as disabled; `aria-disabled`
// instead of `disabled`, so that they keep the focus.
{
  const DISABLE_DELAY = 200; // ms, so that a quick response does not make the buttons flicker
  const RELEASE_DELAY = 10_000; // ms until a plain form may be sent again: the page never learns that a download arrived
  const submittingForms = new Map(); // form → timer

  const submitButtons = (form) =>
    [...form.elements].filter((field) => field.matches("button:not([type=button]), input[type=submit]"));

  const startLoading = (form) => {
    if (submittingForms.has(form)) return;
    submittingForms.set(form, setTimeout(() => {
      for (const button of submitButtons(form)) button.setAttribute("aria-disabled", "true");
    }, DISABLE_DELAY));
  };

  const stopLoading = (form) => {
    clearTimeout(submittingForms.get(form));
    submittingForms.delete(form);
    for (const button of submitButtons(form)) button.removeAttribute("aria-disabled");
  };

  const requestForm = (event) => {
    const source = event.detail.ctx?.sourceElement;
    return source?.matches?.("form") ? source : null;
  };

  document.addEventListener("submit", (event) => {
    if (!submittingForms.has(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.target === "_blank") return;
    startLoading(form);
    setTimeout(() => stopLoading(form), RELEASE_DELAY);
  });

  document.addEventListener("htmx:before:request", (event) => {
    const form = requestForm(event);
    if (form) startLoading(form);
  });

  document.addEventListener("htmx:finally:request", (event) => {
    for (const form of submittingForms.keys()) {
      if (form === requestForm(event) || !form.isConnected) stopLoading(form);
    }
  });
}
