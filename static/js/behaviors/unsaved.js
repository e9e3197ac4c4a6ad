// <form data-behavior="unsaved">: long words typed and not sent are kept while the page lives (in memory only).
// They come back when their form does, and the browser asks before they would be lost.
{
  const kept = new Map();

  const keyOf = (field) => `${field.form.getAttribute("action")} ${field.name}`;
  const fieldsOf = (form) => [...form.elements].filter((field) => field.matches("textarea"));

  const note = (field) => {
    if (field.value === field.defaultValue) kept.delete(keyOf(field));
    else kept.set(keyOf(field), { words: field.value, was: field.defaultValue });
  };

  const giveBack = (field) => {
    const found = kept.get(keyOf(field));
    if (!found || field.value !== field.defaultValue) return;
    const shown = field.form.elements[`was_${field.name}`];
    if (shown) shown.value = found.was; // changed meanwhile by somebody else: the server will show both
    field.value = found.words;
  };

  const forget = (form) => {
    for (const field of fieldsOf(form)) kept.delete(keyOf(field));
  };

  behavior("unsaved", (form) => {
    for (const field of fieldsOf(form)) giveBack(field);
    form.addEventListener("input", (event) => {
      if (event.target.matches("textarea")) note(event.target);
    });
    form.addEventListener("htmx:after:request", (event) => {
      if (event.target === form && event.detail.ctx.response.status < 400) forget(form);
    });
  });

  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) forget(event.target);
  });
  window.addEventListener("beforeunload", (event) => {
    if (kept.size) event.preventDefault();
  });
}
