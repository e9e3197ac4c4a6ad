// <button type="button" data-behavior="print" hidden>: prints the page after closing the menu the button is in.
behavior("print", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.closest("details")?.removeAttribute("open");
    window.print();
  });
});
