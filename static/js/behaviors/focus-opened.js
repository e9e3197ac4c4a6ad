// <details data-behavior="focus-opened">: opened by hand, its field has the focus.
behavior("focus-opened", (box) => {
  box.addEventListener("toggle", () => {
    if (box.open) box.querySelector("input:not([type=hidden]), textarea")?.focus();
  });
});
