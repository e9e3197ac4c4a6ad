// <dialog id="palette" data-behavior="palette">: find anything from anywhere. The list is the server's; the arrows
// move through it while the focus stays in the field (combobox). A link `data-opens="palette"` leads to the page
// that does the same without scripts.
{
  const opener = (event) => event.target.closest?.("[data-opens=palette]");

  behavior("palette", (dialog) => {
    const field = dialog.querySelector("input");
    const options = () => [...dialog.querySelectorAll("[role=option]")];
    const chosen = () => dialog.querySelector("[aria-selected=true]");
    let shown = null; // the list that is there now
    let asked = ""; // what it answers
    let home = null; // where messages are when the palette is closed

    const open = () => {
      if (dialog.open) return;
      const messages = [document.getElementById("toasts"), document.getElementById("announcement")];
      home = messages[0].parentElement;
      dialog.append(...messages); // outside an open modal dialog nobody could press or hear them
      dialog.showModal();
      field.select();
      setTimeout(() => htmx.trigger(field, "look")); // after htmx has begun, however early the key came
    };

    const choose = (option) => {
      chosen()?.setAttribute("aria-selected", "false");
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) field.setAttribute("aria-activedescendant", option.id);
      else field.removeAttribute("aria-activedescendant");
    };

    const move = (by) => {
      const all = options();
      choose(all[(all.indexOf(chosen()) + by + all.length) % all.length]);
    };

    new MutationObserver(() => {
      const list = dialog.querySelector("#palette-results");
      if (list === shown) return;
      shown = list;
      choose(chosen());
      field.setAttribute("aria-expanded", String(options().length > 0));
      document.getElementById("announcement").textContent = list.dataset.announcement ?? "";
    }).observe(dialog, { childList: true });

    field.addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      move(by);
    });

    // Enter goes to the chosen one. While its words are still on their way there is none of them yet: the page answers.
    field.form.addEventListener("submit", (event) => {
      const option = chosen();
      if (!option || field.value !== asked) return;
      event.preventDefault();
      option.click();
    });
    field.addEventListener("htmx:before:request", () => { asked = field.value; });

    dialog.addEventListener("click", (event) => {
      if (event.target.closest("[role=option]")) dialog.close();
    });
    dialog.addEventListener("close", () => {
      home.append(document.getElementById("toasts"), document.getElementById("announcement"));
    });

    document.addEventListener("click", (event) => {
      if (!opener(event)) return;
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
