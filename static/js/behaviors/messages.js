// A message at the foot of the page covers neither the field one writes in, nor what was refused there, nor its button: the page gets room below,
// and what the message would cover is moved up.
{
  const GAP = 16; // px between the two
  const toasts = document.getElementById("toasts");
  const room = new CSSStyleSheet(); // a style attribute would be refused wherever htmx copies it to new content
  document.adoptedStyleSheets.push(room);
  let used = null; // the form that was sent last

  const formNow = () => {
    const again = document.getElementById(used?.id ?? "");
    const form = again?.matches("form") ? again : used;
    return form?.isConnected && form.checkVisibility() ? form : document.activeElement.closest("form");
  };

  const partsOf = (form) =>
    [...[...form.elements].filter((each) => each.matches("textarea, .input, .btn")), ...form.querySelectorAll(".error, .read")]
      .filter((each) => each.checkVisibility());

  const makeRoom = () => {
    const message = toasts.firstElementChild;
    const height = message ? message.offsetHeight + GAP : 0;
    room.replaceSync(height ? `#main, #drawer { margin-block-end: ${height}px; }` : "");
    const form = message && formNow();
    if (!form || form.closest(".toasts, .many")) return;
    const { top, left, right } = message.getBoundingClientRect();
    const covered = partsOf(form)
      .map((part) => part.getBoundingClientRect())
      .filter((box) => box.bottom + GAP > top && box.top < innerHeight && box.right > left && box.left < right);
    const by = Math.max(0, ...covered.map((box) => box.bottom + GAP - top));
    (form.closest("dialog") ?? window).scrollBy({ top: by, behavior: "instant" });
  };

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    used = ctx.sourceElement?.closest?.("form") ?? used;
  });
  document.addEventListener("htmx:finally:request", () => { if (toasts?.firstElementChild) makeRoom(); });
  if (toasts) new MutationObserver(makeRoom).observe(toasts, { childList: true });
}
