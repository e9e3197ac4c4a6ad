// <dialog data-behavior="drawer"><div id="drawer">: opens when htmx fills #drawer, and is emptied when it closes.
// Opening pushes the task's own address. Closing returns to the address of the page below, which is still in the
// document and is therefore not requested again.
{
  let pageBelow = null; // { path, title, steps }; `steps` counts the history entries pushed since that page
  let returningTo = null; // the path we go back to without loading it again
  let openerPosition = null; // where the focus was before the drawer opened

  const currentPath = () => location.pathname + location.search;

  const restoreOpenerFocus = () => {
    if (openerPosition && document.activeElement === document.body) focusKeeper.restore(openerPosition);
  };

  document.addEventListener("htmx:before:history:update", (event) => {
    const { history: change, sourceElement } = event.detail;
    if (change.type !== "push" || sourceElement?.getAttribute?.("hx-target") !== "#drawer") return;
    pageBelow ??= { path: currentPath(), title: document.title, steps: 0 };
    pageBelow.steps += 1;
  });

  document.addEventListener("htmx:before:history:restore", (event) => {
    if (returningTo === event.detail.path) {
      event.preventDefault();
      window.navigation?.transition?.finished.then(restoreOpenerFocus, () => {});
    }
    returningTo = pageBelow = null;
  });

  const returnToPageBelow = () => {
    if (!pageBelow) return;
    document.title = pageBelow.title;
    returningTo = pageBelow.path;
    history.go(-pageBelow.steps);
    pageBelow = null;
  };

  const closeOnOutsideClick = (dialog, event) => {
    const box = dialog.getBoundingClientRect();
    if (event.target === dialog && (event.clientX < box.left || event.clientX > box.right)) dialog.close();
  };

  // Outside an open modal dialog, messages cannot be clicked and are not read out.
  const moveMessagesTo = (parent) => parent.append(
    document.getElementById("toasts"), document.getElementById("announcement"));

  behavior("drawer", (dialog) => {
    let renderedContent = null;
    let renderedPath = "";

    const handleContentChange = () => {
      const content = dialog.querySelector("#drawer")?.firstElementChild ?? null;
      if (content === renderedContent) return;
      renderedContent = content;
      if (content) showContent(content.parentElement.querySelector("h1"));
    };

    const showContent = (title) => {
      dialog.setAttribute("aria-label", title?.textContent.trim() ?? "Details");
      if (!dialog.open) {
        openerPosition = focusKeeper.capture(document.activeElement);
        moveMessagesTo(dialog);
        dialog.showModal();
        title?.focus();
      }
      if (document.activeElement === document.body) title?.focus();
      if (renderedPath !== currentPath()) dialog.scrollTop = 0;
      renderedPath = currentPath();
    };

    new MutationObserver(handleContentChange).observe(dialog, { childList: true, subtree: true });

    dialog.addEventListener("click", (event) => {
      if (event.target.closest("[data-close]")) dialog.close();
      else if (!("closedBy" in dialog)) closeOnOutsideClick(dialog, event);
    });

    dialog.addEventListener("close", () => {
      moveMessagesTo(document.body);
      dialog.querySelector("#drawer").replaceChildren();
      returnToPageBelow();
      restoreOpenerFocus();
    });
  });
}
