// A message stays until it is dismissed or replaced. None disappears after a time (WCAG 2.2.1).
behavior("toast", (toast) => {
  toast.querySelector("[data-dismiss]").addEventListener("click", () => toast.remove());
});
