// <button type="button" data-behavior="print" hidden>: prints the page as it stands, its menu closed first.
behavior("print", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.closest("details")?.removeAttribute("open");
    window.print();
  });
});
