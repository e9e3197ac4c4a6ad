// A key that an input method uses (Escape drops a candidate, Enter takes one) is nobody else's: no field is left,
// no dialog closes, no form is sent by it. 229 is the code browsers give such a key when they don't say `isComposing`.
window.addEventListener("keydown", (event) => {
  if (!event.isComposing && event.keyCode !== 229) return;
  event.stopImmediatePropagation();
  if (event.key === "Escape") event.preventDefault();
}, true);

// Browsers empty a search field on Escape; here it keeps its words.
window.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches?.("[type=search]")) event.preventDefault();
});
