// <div class="reveal" data-behavior="reveal"><input type="password"><button type="button" hidden>Show</button></div>:
// the button shows and hides the password.
behavior("reveal", (container) => {
  const field = container.querySelector("input");
  const button = container.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", () => {
    const isVisible = field.type === "password";
    field.type = isVisible ? "text" : "password";
    button.textContent = isVisible ? "Hide" : "Show";
    button.setAttribute("aria-pressed", isVisible);
  });
});
