// Keeps the message at the bottom of the window from covering the form in use: its fields, errors and buttons. The page
// gets a margin below its content, and scrolls if the message would cover part of the form.
{
  const GAP = 16; // px between the form and the message
  const toasts = document.getElementById("toasts");
  const marginSheet = new CSSStyleSheet(); // a style attribute is refused (CSP) when htmx copies it to new content
  document.adoptedStyleSheets.push(marginSheet);
  let height = 0; // of the margin
  let lastForm = null;
  let lastFieldId = ""; // finds the form again if the response has replaced it

  const currentForm = () => {
    const form = lastForm?.isConnected ? lastForm : document.getElementById(lastFieldId)?.closest("form");
    return form?.isConnected && form.checkVisibility() ? form : document.activeElement.closest("form");
  };

  const visibleParts = (form) =>
    [...[...form.elements].filter((each) => each.matches("textarea, .input, .button")), ...form.querySelectorAll(".error, .parse-preview")]
      .filter((each) => each.checkVisibility());

  // A changed stylesheet makes the browser look through all of them, so only a real change is written.
  const setMargin = (newHeight) => {
    if (newHeight === height) return;
    height = newHeight;
    marginSheet.replaceSync(height ? `#main, #drawer { margin-block-end: ${height}px; }` : "");
  };

  const uncoverForm = () => {
    const message = toasts.firstElementChild;
    setMargin(message ? message.offsetHeight + GAP : 0);
    const form = message && currentForm();
    if (!form || form.closest(".toasts, .bulk-bar")) return;
    const { top, left, right } = message.getBoundingClientRect();
    const coveredBoxes = visibleParts(form)
      .map((part) => part.getBoundingClientRect())
      .filter((box) => box.bottom + GAP > top && box.top < innerHeight && box.right > left && box.left < right);
    const distance = Math.max(0, ...coveredBoxes.map((box) => box.bottom + GAP - top));
    (form.closest("dialog") ?? window).scrollBy({ top: distance, behavior: "instant" });
  };

  const uncoverFormIfMessage = () => { if (toasts?.firstElementChild) uncoverForm(); };

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    const form = ctx.sourceElement?.closest?.("form");
    if (form) [lastForm, lastFieldId] = [form, form.id || (form.querySelector(".input[id], textarea[id]")?.id ?? "")];
  });
  document.addEventListener("htmx:finally:request", uncoverFormIfMessage);
  // The preview of a typed line arrives later and makes its form taller.
  if (toasts) new ResizeObserver(uncoverFormIfMessage).observe(document.getElementById("main"));
  if (toasts) new MutationObserver(uncoverForm).observe(toasts, { childList: true });
}
