// <form class="add" data-behavior="add-line parse-preview">: shows under the line what it would be taken for, while
// it is typed. Only a line with something to read in it is asked about; one that is on its way back is dropped when
// more was typed. Silent where the connection is gone: what was typed is not touched. The example in the empty line
// is shown to whoever stands in it; twenty of them on a page would be noise.
{
  const PATIENCE = 250;
  const EXAMPLE = ", like: Call the plumber fri";
  const WORTH_ASKING = new RegExp(
    "(^|\\s)(?:[@!]\\S|\\d|in\\s+\\S|(?:by|on|due|next|this)\\s+\\S|today|tomorrow|" +
      "(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))", "i",
  );

  behavior("parse-preview", (form) => {
    const field = form.querySelector("input:not([type=hidden])");
    const place = form.querySelector("[aria-live]");
    const rest = field.placeholder;
    let timer = 0, asking = null;

    const show = async (line) => {
      asking = new AbortController();
      const address = `${form.action}/read?${new URLSearchParams({ line, goal: form.elements.goal.value })}`;
      const headers = { "HX-Request": "true", "HX-Request-Type": "partial" };
      try {
        const answer = await fetch(address, { headers, signal: asking.signal });
        const text = answer.status === 200 || answer.status === 401 ? await answer.text() : "";
        const source = document.body; // of the page, not of the form: it is no answer to what the form has sent
        if (text && place.isConnected) await htmx.swap({ sourceElement: source, text, swap: "none", request: {}, hx: {} });
      } catch (lost) {
        if (lost.name !== "AbortError") place.replaceChildren();
      }
    };

    // On the form, so that no style sheet has to look into it (`:has`), which on a page of 500 tasks takes a second.
    new MutationObserver(() => {
      form.classList.toggle("is-private", Boolean(place.querySelector("[data-what=visibility]")));
      form.classList.toggle("has-explanation", form.classList.contains("invalid") && Boolean(place.querySelector(".parse-preview > p")));
    }).observe(place, { childList: true, subtree: true });

    const later = (wait) => {
      clearTimeout(timer);
      asking?.abort();
      const line = field.value.trim();
      if (WORTH_ASKING.test(line)) timer = setTimeout(show, wait, line);
      else place.replaceChildren();
    };

    const standing = () => { field.placeholder = document.activeElement === field ? rest + EXAMPLE : rest; };

    standing();
    field.addEventListener("focus", standing);
    field.addEventListener("blur", standing);
    field.addEventListener("input", () => later(PATIENCE));
    place.addEventListener("click", (event) => {
      const { line } = event.target.closest("[data-line]")?.dataset ?? {};
      if (line === undefined) return;
      field.value = line;
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    if (field.value) later(0);
  });
}
