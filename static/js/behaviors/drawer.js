// <dialog data-behavior="drawer"><div id="drawer">: opens when htmx fills #drawer, empties when it closes.
// The address follows: opening pushes the task's own address, closing goes back to the page below,
// which is still there and is not asked for again.
{
  let below = null; // the page under the drawer: its path, its title, how many steps of history ago
  let staying = null; // the path we return to without loading it anew
  let opener = null; // where the focus was when it opened

  const path = () => location.pathname + location.search;

  const focusOpener = () => {
    if (opener && document.activeElement === document.body) focusKeeper.focus(opener);
  };

  document.addEventListener("htmx:before:history:update", (event) => {
    const { history: change, sourceElement } = event.detail;
    if (change.type !== "push" || sourceElement?.getAttribute?.("hx-target") !== "#drawer") return;
    below ??= { path: path(), title: document.title, steps: 0 };
    below.steps += 1;
  });

  document.addEventListener("htmx:before:history:restore", (event) => {
    if (staying === event.detail.path) {
      event.preventDefault();
      window.navigation?.transition?.finished.then(focusOpener, () => {});
    }
    staying = below = null;
  });

  const leave = () => {
    if (!below) return;
    document.title = below.title;
    staying = below.path;
    history.go(-below.steps);
    below = null;
  };

  const closeOutside = (dialog, event) => {
    const box = dialog.getBoundingClientRect();
    if (event.target === dialog && (event.clientX < box.left || event.clientX > box.right)) dialog.close();
  };

  // Messages are taken along: outside an open modal dialog nobody could press or hear them.
  const bringMessages = (place) => place.append(
    document.getElementById("toasts"), document.getElementById("announcement"));

  behavior("drawer", (dialog) => {
    let shown = null; // what is in it now
    let address = "";

    const filled = () => {
      const content = dialog.querySelector("#drawer")?.firstElementChild ?? null;
      if (content === shown) return;
      shown = content;
      if (content) show(content.parentElement.querySelector("h1"));
    };

    const show = (title) => {
      dialog.setAttribute("aria-label", title?.textContent.trim() ?? "Details");
      if (!dialog.open) {
        opener = focusKeeper.placeOf(document.activeElement);
        bringMessages(dialog);
        dialog.showModal();
        title?.focus();
      }
      if (document.activeElement === document.body) title?.focus();
      if (address !== path()) dialog.scrollTop = 0;
      address = path();
    };

    new MutationObserver(filled).observe(dialog, { childList: true, subtree: true });

    dialog.addEventListener("click", (event) => {
      if (event.target.closest("[data-close]")) dialog.close();
      else if (!("closedBy" in dialog)) closeOutside(dialog, event);
    });

    dialog.addEventListener("close", () => {
      bringMessages(document.body);
      dialog.querySelector("#drawer").replaceChildren();
      leave();
      focusOpener();
    });
  });
}
