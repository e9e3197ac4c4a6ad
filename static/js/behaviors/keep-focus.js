// Keeps the focus when htmx replaces the focused control. It moves to the new copy of the control, to the control the
// old one belonged to (“task-1-due” for “task-1-due-save”), to the row, or to the nearest row. Without this it would
// fall back to <body>, and keyboard users would have to start again at the top of the page.
const focusKeeper = (() => {
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  let focusBeforeSwap = null;

  const canFocus = (element) => element.isConnected && !element.disabled && element.checkVisibility();
  const findById = (id) => (id ? document.getElementById(id) : null);
  const findCurrent = (element) => (element.isConnected ? element : findById(element.id)); // it may have been replaced

  const findControlIn = (container) => {
    if (!container?.isConnected) return null;
    const title = container.querySelector(".title > a, h1[tabindex], h3 a");
    const candidates = [container, title, ...container.querySelectorAll(CONTROLS)];
    return candidates.find((element) => element?.matches(CONTROLS) && canFocus(element));
  };

  // “task-1-status” for “task-1-status-save”. It stops at the id of the container, which surrounds them both.
  const findByIdPrefix = (id, containerId) => {
    for (let prefix = id; prefix.length > containerId.length; prefix = prefix.slice(0, Math.max(prefix.lastIndexOf("-"), 0))) {
      const control = findControlIn(findById(prefix));
      if (control) return control;
    }
    return null;
  };

  const findReplacement = ({ id, ancestors }) => {
    for (const { element, siblings } of ancestors) {
      const container = findCurrent(element);
      const control = (container && findByIdPrefix(id, container.id)) ?? findControlIn(container);
      if (control) return control;
      for (const sibling of siblings) {
        const siblingControl = findControlIn(findCurrent(sibling));
        if (siblingControl) return siblingControl;
      }
    }
    return null;
  };

  const nearestSiblings = (element) => {
    const children = [...element.parentElement.children];
    const index = children.indexOf(element);
    return [...children.slice(index + 1, index + 20), ...children.slice(Math.max(index - 20, 0), index).reverse()];
  };

  // The element's id, and its ancestors with their siblings, up to the page or the dialog. Taken before a swap, this is
  // enough to find a replacement afterwards.
  const capture = (element) => {
    const ancestors = [];
    for (let each = element; each?.parentElement && !each.matches("body, main, dialog, .toasts"); each = each.parentElement)
      ancestors.push({ element: each, siblings: nearestSiblings(each) });
    return { id: element.id, ancestors };
  };

  const restore = (position) => findReplacement(position)?.focus({ preventScroll: true });

  document.addEventListener("htmx:before:swap", () => {
    const element = document.activeElement;
    focusBeforeSwap = element === document.body ? null : { element, ...capture(element) };
  });
  document.addEventListener("htmx:finally:swap", () => {
    const previous = focusBeforeSwap;
    focusBeforeSwap = null;
    const isFocusLost = document.activeElement === document.body || !canFocus(document.activeElement);
    if (previous && isFocusLost && !canFocus(previous.element)) restore(previous);
  });

  // Dismissing a message returns the focus to the control that had it before the message.
  let focusBeforeToast = null;
  document.addEventListener("focusin", ({ target, relatedTarget }) => {
    if (target.closest(".toast") && relatedTarget && !relatedTarget.closest(".toast")) focusBeforeToast = capture(relatedTarget);
  });
  document.addEventListener("click", ({ target }) => {
    if (!target.closest?.("[data-dismiss]") || document.activeElement !== document.body) return;
    if (focusBeforeToast) restore(focusBeforeToast);
  });

  return { capture, restore };
})();
