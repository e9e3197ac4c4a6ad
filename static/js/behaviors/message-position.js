// A message at the foot of the page covers neither the field being written in, nor what was refused there, nor its
// button: the page gets room below, and what the message would cover is moved up.
{
  const GAP = 16; // px between the two
  const toasts = document.getElementById("toasts");
  const room = new CSSStyleSheet(); // a style attribute would be refused wherever htmx copies it to new content
  document.adoptedStyleSheets.push(room);
  let used = null; // the form that was sent last
  let part = ""; // the id of one of its fields: an answer may replace the form itself

  const formNow = () => {
    const form = used?.isConnected ? used : document.getElementById(part)?.closest("form");
    return form?.isConnected && form.checkVisibility() ? form : document.activeElement.closest("form");
  };

  const partsOf = (form) =>
    [...[...form.elements].filter((each) => each.matches("textarea, .input, .button")), ...form.querySelectorAll(".error, .parse-preview")]
      .filter((each) => each.checkVisibility());

  const makeRoom = () => {
    const message = toasts.firstElementChild;
    const height = message ? message.offsetHeight + GAP : 0;
    room.replaceSync(height ? `#main, #drawer { margin-block-end: ${height}px; }` : "");
    const form = message && formNow();
    if (!form || form.closest(".toasts, .bulk-bar")) return;
    const { top, left, right } = message.getBoundingClientRect();
    const covered = partsOf(form)
      .map((part) => part.getBoundingClientRect())
      .filter((box) => box.bottom + GAP > top && box.top < innerHeight && box.right > left && box.left < right);
    const by = Math.max(0, ...covered.map((box) => box.bottom + GAP - top));
    (form.closest("dialog") ?? window).scrollBy({ top: by, behavior: "instant" });
  };

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    const form = ctx.sourceElement?.closest?.("form");
    if (form) [used, part] = [form, form.id || (form.querySelector(".input[id], textarea[id]")?.id ?? "")];
  });
  document.addEventListener("htmx:finally:request", () => { if (toasts?.firstElementChild) makeRoom(); });
  // What the page reads out of a line arrives by itself and makes its form longer.
  if (toasts) new ResizeObserver(() => { if (toasts.firstElementChild) makeRoom(); }).observe(document.getElementById("main"));
  if (toasts) new MutationObserver(makeRoom).observe(toasts, { childList: true });
}
