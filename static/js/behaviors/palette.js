// <dialog id="palette" data-behavior="palette">: searches everything from any page. The server renders the results; the
// arrow keys move through them while the focus stays in the field (combobox). Without scripts, a link with
// `data-opens="palette"` leads to the search page.
{
  const isOpener = (event) => event.target.closest?.("[data-opens=palette]");

  behavior("palette", (dialog) => {
    const field = dialog.querySelector("input");
    const getOptions = () => [...dialog.querySelectorAll("[role=option]")];
    const selectedOption = () => dialog.querySelector("[aria-selected=true]");
    let renderedList = null;
    let requestedQuery = ""; // the query that renderedList answers
    let messagesParent = null; // where messages are while the palette is closed

    const open = () => {
      if (dialog.open) return;
      const messages = [document.getElementById("toasts"), document.getElementById("announcement")];
      messagesParent = messages[0].parentElement;
      dialog.append(...messages); // outside an open modal dialog they cannot be clicked and are not read out
      dialog.showModal();
      field.select();
      setTimeout(() => htmx.trigger(field, "opened")); // htmx may not be initialised when the key is pressed this early
    };

    const selectOption = (option) => {
      selectedOption()?.setAttribute("aria-selected", "false");
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) field.setAttribute("aria-activedescendant", option.id);
      else field.removeAttribute("aria-activedescendant");
    };

    const moveSelection = (offset) => {
      const options = getOptions();
      selectOption(options[(options.indexOf(selectedOption()) + offset + options.length) % options.length]);
    };

    new MutationObserver(() => {
      const list = dialog.querySelector("#palette-results");
      if (list === renderedList) return;
      renderedList = list;
      selectOption(selectedOption());
      field.setAttribute("aria-expanded", String(getOptions().length > 0));
      document.getElementById("announcement").textContent = list.dataset.announcement ?? "";
    }).observe(dialog, { childList: true });

    field.addEventListener("keydown", (event) => {
      const offset = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!offset) return;
      event.preventDefault();
      moveSelection(offset);
    });

    // Enter opens the selected result. If the results for the typed query have not arrived yet, the form is submitted and
    // the search page shows them.
    field.form.addEventListener("submit", (event) => {
      const option = selectedOption();
      if (!option || field.value !== requestedQuery) return;
      event.preventDefault();
      option.click();
    });
    field.addEventListener("htmx:before:request", () => { requestedQuery = field.value; });

    dialog.addEventListener("click", (event) => {
      if (event.target.closest("[role=option]")) dialog.close();
    });
    dialog.addEventListener("close", () => {
      messagesParent.append(document.getElementById("toasts"), document.getElementById("announcement"));
    });

    document.addEventListener("click", (event) => {
      if (!isOpener(event)) return;
      event.preventDefault();
      open();
    });
    document.addEventListener("keydown", (event) => {
      if (shortcutOf(event) !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      if (dialog.open) dialog.close();
      else open();
    });
  });
}
