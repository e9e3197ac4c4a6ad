// <details data-behavior="menu">: closes on Escape, on a click outside and when the focus leaves it.
behavior("menu", (menu) => {
  const close = () => { menu.open = false; };

  const closeOnOutsideClick = (event) => {
    if (!menu.contains(event.target)) close();
  };

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
    if (menu.open) document.addEventListener("pointerdown", closeOnOutsideClick, { once: true });
  });
});
