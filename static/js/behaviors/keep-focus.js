// After an answer the focus is on what stands for the control that was used: the same one drawn anew, the one it
// stood in for (“task-1-due” for “task-1-due-save”), its row, or the row beside it. It never falls to the body.
const focusKeeper = (() => {
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  let lost = null; // where the focus was when the answer came

  const canFocus = (element) => element.isConnected && !element.disabled && element.checkVisibility();
  const byId = (id) => (id ? document.getElementById(id) : null);
  const again = (element) => (element.isConnected ? element : byId(element.id));

  const controlIn = (place) => {
    if (!place?.isConnected) return null;
    const title = place.querySelector(".title > a, h1[tabindex], h3 a");
    return [place, title, ...place.querySelectorAll(CONTROLS)].find((each) => each?.matches(CONTROLS) && canFocus(each));
  };

  // “task-1-status” for “task-1-status-save”, but nothing as far away as `outer`, which is around them both.
  const byName = (id, outer) => {
    for (let name = id; name.length > outer.length; name = name.slice(0, Math.max(name.lastIndexOf("-"), 0))) {
      const found = controlIn(byId(name));
      if (found) return found;
    }
    return null;
  };

  const heir = ({ id, around }) => {
    for (const { element, siblings } of around) {
      const place = again(element);
      const found = (place && byName(id, place.id)) ?? controlIn(place);
      if (found) return found;
      for (const sibling of siblings) {
        const beside = controlIn(again(sibling));
        if (beside) return beside;
      }
    }
    return null;
  };

  const siblingsOf = (element) => {
    const all = [...element.parentElement.children];
    const at = all.indexOf(element);
    return [...all.slice(at + 1, at + 20), ...all.slice(Math.max(at - 20, 0), at).reverse()];
  };

  // The element, and all around it with what stands beside, as far as the page or the dialog goes.
  const placeOf = (element) => {
    const around = [];
    for (let each = element; each?.parentElement && !each.matches("body, main, dialog, .toasts"); each = each.parentElement)
      around.push({ element: each, siblings: siblingsOf(each) });
    return { id: element.id, around };
  };

  const focus = (place) => heir(place)?.focus({ preventScroll: true });

  document.addEventListener("htmx:before:swap", () => {
    const element = document.activeElement;
    lost = element === document.body ? null : { element, ...placeOf(element) };
  });
  document.addEventListener("htmx:finally:swap", () => {
    const was = lost;
    lost = null;
    const isLost = document.activeElement === document.body || !canFocus(document.activeElement);
    if (was && isLost && !canFocus(was.element)) focus(was);
  });

  // A message that is dismissed gives the focus back to where it came from.
  let beforeMessage = null;
  document.addEventListener("focusin", ({ target, relatedTarget }) => {
    if (target.closest(".toast") && relatedTarget && !relatedTarget.closest(".toast")) beforeMessage = placeOf(relatedTarget);
  });
  document.addEventListener("click", ({ target }) => {
    if (!target.closest?.("[data-dismiss]") || document.activeElement !== document.body) return;
    if (beforeMessage) focus(beforeMessage);
  });

  return { placeOf, focus };
})();
