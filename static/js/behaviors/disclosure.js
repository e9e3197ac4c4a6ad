// <button data-behavior="disclosure" aria-expanded="true" aria-controls="goal-3-tasks">
behavior("disclosure", (button) => {
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", open);
    document.getElementById(button.getAttribute("aria-controls")).hidden = !open;
  });
});
