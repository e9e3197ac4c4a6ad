// <details data-behavior="menu">: closes on Escape, on a press elsewhere and when the focus moves on.
behavior("menu", (menu) => {
  const close = () => { menu.open = false; };

  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    event.preventDefault();
    close();
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) close();
  });
  menu.addEventListener("toggle", () => {
    const elsewhere = (event) => {
      if (menu.contains(event.target)) return;
      close();
    };
    if (menu.open) document.addEventListener("pointerdown", elsewhere, { once: true });
  });
});
