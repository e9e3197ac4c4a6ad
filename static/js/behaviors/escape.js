// While an input method is composing text, its keys are its own (Escape cancels a candidate, Enter accepts one): they
// must not leave a field, close a dialog or submit a form. Some browsers report 229 instead of setting `isComposing`.
window.addEventListener("keydown", (event) => {
  if (!event.isComposing && event.keyCode !== 229) return;
  event.stopImmediatePropagation();
  if (event.key === "Escape") event.preventDefault();
}, true);

// By default Escape clears a search field. Here the field keeps its text.
window.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches?.("[type=search]")) event.preventDefault();
});
