// Keeps unsent text for as long as the page is open (in memory only), and restores it when its form is shown again: a
// drawer reopened, a row replaced, a new line typed while the previous one was being sent. The browser asks before the
// page is left with unsent text.
const drafts = (() => {
  const TEXT_FIELDS = "textarea, input:is(:not([type]), [type=text], [type=email], [type=tel], [type=url], [type=number], [type=date])";
  const savedDrafts = new Map(); // draft key → { text, original }; `original` is what the field showed before the edit
  const sentValues = new WeakMap(); // form being sent → Map of field name → the value that was sent

  const isDraftField = (field) =>
    field.matches(TEXT_FIELDS) && field.name && field.form?.method === "post" && !field.readOnly &&
    !field.form.querySelector("[type=password]");
  const draftFields = (form) => [...form.elements].filter(isDraftField);
  const draftKey = (field) => [field.form.getAttribute("action"), field.id, field.name].join(" ");
  const isDirty = (field) => field.value !== field.defaultValue;

  const saveDraft = (field) => {
    if (isDirty(field)) savedDrafts.set(draftKey(field), { text: field.value, original: field.defaultValue });
    else savedDrafts.delete(draftKey(field));
  };

  const restoreDraft = (field) => {
    const draft = savedDrafts.get(draftKey(field));
    if (!draft || isDirty(field) || field.value === draft.text) return; // or the server has filled in the text already
    const originalField = field.form.elements[`was_${field.name}`];
    if (originalField) originalField.value = draft.original; // if somebody else changed it since, the server shows both texts
    field.value = draft.text;
    if (field === document.activeElement && field.type === "text") field.setSelectionRange(field.value.length, field.value.length);
  };

  const discardSent = (form) => {
    const sent = sentValues.get(form);
    for (const field of draftFields(form)) {
      const isEditedSinceSending = sent && field.value !== sent.get(field.name);
      if (isEditedSinceSending) savedDrafts.set(draftKey(field), { text: field.value, original: field.defaultValue });
      else savedDrafts.delete(draftKey(field));
    }
    discardConfirmed(form);
  };

  // A confirmation form sends the original form's text again, in hidden fields, so those drafts are sent as well.
  const discardConfirmed = (form) => {
    const contains = (key, text) => [...form.querySelectorAll("[type=hidden]")].some((field) =>
      key.startsWith(`${form.getAttribute("action")} `) && key.endsWith(` ${field.name}`) && field.value.replace(/\r\n?/g, "\n") === text);
    for (const [key, { text }] of [...savedDrafts]) if (contains(key, text)) savedDrafts.delete(key);
  };

  const requestForm = ({ detail: { ctx } }) => (ctx.sourceElement?.matches?.("form") ? ctx.sourceElement : null);

  document.addEventListener("input", ({ target }) => { if (isDraftField(target)) saveDraft(target); });
  document.addEventListener("htmx:before:request", (event) => {
    const form = requestForm(event);
    if (form) sentValues.set(form, new Map(draftFields(form).map((field) => [field.name, field.value])));
  });
  document.addEventListener("htmx:after:request", (event) => {
    const form = requestForm(event);
    if (form && event.detail.ctx.response.status < 400) discardSent(form);
  });
  document.addEventListener("submit", ({ defaultPrevented, target }) => { if (!defaultPrevented) discardSent(target); });
  window.htmx?.onLoad((root) => {
    for (const field of [root, ...root.querySelectorAll("textarea, input")]) if (field.form && isDraftField(field)) restoreDraft(field);
  });

  // “Cancel” discards what was typed in short fields. Longer text in a textarea is kept, in case of a mistaken click.
  document.addEventListener("click", ({ target }) => {
    const form = target.closest?.("a[id$=-cancel]")?.closest("form");
    if (form) for (const field of draftFields(form)) if (!field.matches("textarea")) savedDrafts.delete(draftKey(field));
  });
  window.addEventListener("beforeunload", (event) => { if (savedDrafts.size) event.preventDefault(); });

  return { draftFields, isDirty };
})();
