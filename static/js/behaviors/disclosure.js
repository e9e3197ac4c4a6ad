// <button data-behavior="disclosure" aria-expanded="true" aria-controls="goal-3-tasks">: shows or hides that element.
behavior("disclosure", (button) => {
  button.addEventListener("click", () => {
    const isOpen = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", isOpen);
    document.getElementById(button.getAttribute("aria-controls")).hidden = !isOpen;
  });
});
