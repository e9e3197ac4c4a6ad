// <details data-behavior="focus-opened">: when it is opened, the first field in it gets the focus.
behavior("focus-opened", (details) => {
  details.addEventListener("toggle", () => {
    if (details.open) details.querySelector("input:not([type=hidden]), textarea")?.focus();
  });
});
