// <form class="add" data-behavior="add-line parse-preview">: shows below the field how the typed line will be read. Only
// a line that contains something to recognise is sent, and a response to an older text is discarded. A failed request
// shows nothing and leaves the text alone. The placeholder shows its example only in the focused field, because a page
// can have twenty of them.
{
  const TYPING_DELAY = 250; // ms
  const EXAMPLE = ", like: Call the plumber fri";
  const RECOGNISABLE = new RegExp(
    "(^|\\s)(?:[@!]\\S|\\d|in\\s+\\S|(?:by|on|due|next|this)\\s+\\S|today|tomorrow|" +
      "(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))", "i",
  );

  behavior("parse-preview", (form) => {
    const field = form.querySelector("input:not([type=hidden])");
    const preview = form.querySelector("[aria-live]");
    const basePlaceholder = field.placeholder;
    let timer = 0, pendingRequest = null;

    const loadPreview = async (line) => {
      pendingRequest = new AbortController();
      const url = `${form.action}/read?${new URLSearchParams({ line, goal: form.elements.goal.value })}`;
      const headers = { "HX-Request": "true", "HX-Request-Type": "partial" };
      try {
        const response = await fetch(url, { headers, signal: pendingRequest.signal });
        const text = response.status === 200 || response.status === 401 ? await response.text() : "";
        const sourceElement = document.body; // not the form, or scripts would take this for the response to its submission
        if (text && preview.isConnected) await htmx.swap({ sourceElement, text, swap: "none", request: {}, hx: {} });
      } catch (error) {
        if (error.name !== "AbortError") preview.replaceChildren();
      }
    };

    // Classes on the form instead of `:has()` in the stylesheet, which takes a second on a page of 500 tasks.
    new MutationObserver(() => {
      form.classList.toggle("is-private", Boolean(preview.querySelector("[data-what=visibility]")));
      form.classList.toggle("has-explanation", form.classList.contains("invalid") && Boolean(preview.querySelector(".parse-preview > p")));
    }).observe(preview, { childList: true, subtree: true });

    const schedulePreview = (delay) => {
      clearTimeout(timer);
      pendingRequest?.abort();
      const line = field.value.trim();
      if (RECOGNISABLE.test(line)) timer = setTimeout(loadPreview, delay, line);
      else preview.replaceChildren();
    };

    const renderPlaceholder = () => {
      field.placeholder = document.activeElement === field ? basePlaceholder + EXAMPLE : basePlaceholder;
    };

    renderPlaceholder();
    field.addEventListener("focus", renderPlaceholder);
    field.addEventListener("blur", renderPlaceholder);
    field.addEventListener("input", () => schedulePreview(TYPING_DELAY));
    preview.addEventListener("click", (event) => {
      const { line } = event.target.closest("[data-line]")?.dataset ?? {};
      if (line === undefined) return;
      field.value = line;
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    if (field.value) schedulePreview(0);
  });
}
