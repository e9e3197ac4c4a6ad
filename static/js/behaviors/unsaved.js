// Words typed and not sent are kept while the page lives (in memory only). They come back when their form does: a
// drawer opened again, a row drawn anew, a line sent meanwhile. The browser asks before they would be lost.
const unsaved = (() => {
  const TYPED = "textarea, input:is(:not([type]), [type=text], [type=email], [type=tel], [type=url], [type=number], [type=date])";
  const kept = new Map(); // which field → its words, and what it showed before
  const sent = new WeakMap(); // form on its way → the words it took along, by field

  const isKept = (field) =>
    field.matches(TYPED) && field.name && field.form?.method === "post" && !field.readOnly &&
    !field.form.querySelector("[type=password]");
  const fieldsOf = (form) => [...form.elements].filter(isKept);
  const keyOf = (field) => [field.form.getAttribute("action"), field.id, field.name].join(" ");
  const isDirty = (field) => field.value !== field.defaultValue;

  const note = (field) => {
    if (isDirty(field)) kept.set(keyOf(field), { words: field.value, was: field.defaultValue });
    else kept.delete(keyOf(field));
  };

  const giveBack = (field) => {
    const found = kept.get(keyOf(field));
    if (!found || isDirty(field) || field.value === found.words) return; // (the server gave them back itself)
    const shown = field.form.elements[`was_${field.name}`];
    if (shown) shown.value = found.was; // changed meanwhile by somebody else: the server will show both
    field.value = found.words;
    if (field === document.activeElement && field.type === "text") field.setSelectionRange(field.value.length, field.value.length);
  };

  const forget = (form) => {
    const took = sent.get(form);
    for (const field of fieldsOf(form)) {
      const isTypedMeanwhile = took && field.value !== took.get(field.name);
      if (isTypedMeanwhile) kept.set(keyOf(field), { words: field.value, was: field.defaultValue });
      else kept.delete(keyOf(field));
    }
    forgetSame(form);
  };

  // A question asked about a form sends its words in hidden fields: then they are sent.
  const forgetSame = (form) => {
    const sends = (key, words) => [...form.querySelectorAll("[type=hidden]")].some((field) =>
      key.startsWith(`${form.getAttribute("action")} `) && key.endsWith(` ${field.name}`) && field.value.replace(/\r\n?/g, "\n") === words);
    for (const [key, { words }] of [...kept]) if (sends(key, words)) kept.delete(key);
  };

  const formOf = ({ detail: { ctx } }) => (ctx.sourceElement?.matches?.("form") ? ctx.sourceElement : null);

  document.addEventListener("input", ({ target }) => { if (isKept(target)) note(target); });
  document.addEventListener("htmx:before:request", (event) => {
    const form = formOf(event);
    if (form) sent.set(form, new Map(fieldsOf(form).map((field) => [field.name, field.value])));
  });
  document.addEventListener("htmx:after:request", (event) => {
    const form = formOf(event);
    if (form && event.detail.ctx.response.status < 400) forget(form);
  });
  document.addEventListener("submit", ({ defaultPrevented, target }) => { if (!defaultPrevented) forget(target); });
  window.htmx?.onLoad((root) => {
    for (const field of [root, ...root.querySelectorAll("textarea, input")]) if (field.form && isKept(field)) giveBack(field);
  });

  // “Cancel” in a small form means it; long words stay all the same.
  document.addEventListener("click", ({ target }) => {
    const form = target.closest?.("a[id$=-cancel]")?.closest("form");
    if (form) for (const field of fieldsOf(form)) if (!field.matches("textarea")) kept.delete(keyOf(field));
  });
  window.addEventListener("beforeunload", (event) => { if (kept.size) event.preventDefault(); });

  return { fieldsOf, isDirty };
})();
