// <div class="reveal" data-behavior="reveal"><input type="password"><button type="button" hidden>Show</button></div>
behavior("reveal", (box) => {
  const field = box.querySelector("input");
  const button = box.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", () => {
    const show = field.type === "password";
    field.type = show ? "text" : "password";
    button.textContent = show ? "Hide" : "Show";
    button.setAttribute("aria-pressed", show);
  });
});
