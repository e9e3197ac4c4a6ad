// A form on its way cannot be sent twice. Its buttons say so after a moment; they keep the focus.
{
  const PATIENCE = 200; // ms before the buttons change: a quick answer must not flicker
  const FORGET = 10_000; // ms after which a plain form may be sent again: a download never answers
  const going = new Map();

  const buttonsOf = (form) =>
    [...form.elements].filter((field) => field.matches("button:not([type=button]), input[type=submit]"));

  const begin = (form) => {
    if (going.has(form)) return;
    going.set(form, setTimeout(() => {
      for (const button of buttonsOf(form)) button.setAttribute("aria-disabled", "true");
    }, PATIENCE));
  };

  const end = (form) => {
    clearTimeout(going.get(form));
    going.delete(form);
    for (const button of buttonsOf(form)) button.removeAttribute("aria-disabled");
  };

  const formOf = (event) => {
    const source = event.detail.ctx?.sourceElement;
    return source?.matches?.("form") ? source : null;
  };

  document.addEventListener("submit", (event) => {
    if (!going.has(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.target === "_blank") return;
    begin(form);
    setTimeout(() => end(form), FORGET);
  });

  document.addEventListener("htmx:before:request", (event) => {
    const form = formOf(event);
    if (form) begin(form);
  });

  document.addEventListener("htmx:finally:request", (event) => {
    for (const form of going.keys()) {
      if (form === formOf(event) || !form.isConnected) end(form);
    }
  });
}
