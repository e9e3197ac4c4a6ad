// A message stays until it is dismissed or replaced; nothing is timed (WCAG 2.2.1). Dismissed, it gives the focus back.
behavior("toast", (toast) => {
  let from = null;

  toast.addEventListener("focusin", ({ relatedTarget }) => {
    if (relatedTarget && !toast.contains(relatedTarget)) from ??= focusKeeper.placeOf(relatedTarget);
  });
  toast.querySelector("[data-dismiss]").addEventListener("click", () => {
    const hadFocus = toast.contains(document.activeElement);
    toast.remove();
    if (hadFocus && from) focusKeeper.focus(from);
  });
});
