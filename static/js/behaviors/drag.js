// <form id="drag-form" data-behavior="drag">: rows and goals can be dragged by a handle, with a mouse or a pen. Without
// one, “Up” and “Down” in the menus do the same. We use this instead of SortableJS because rows that htmx replaces
// need no mounting, rows can move between lists, and there is no library to load. `drag-save.js` saves the move.
behavior("drag", (dragForm) => {
  const SCROLL_ZONE = 60; // px from the top or bottom of the window where dragging scrolls the page
  let dragState = null; // { element, kind, from, clientY } during a drag

  const handle = document.createElement("span");
  handle.className = "drag-handle";
  handle.title = "Drag to move";
  handle.setAttribute("aria-hidden", "true");

  // Lies over the page during a drag and has the cursor of a closed hand, so that no other element needs a new style.
  const cover = document.createElement("div");
  cover.className = "drag-cover";

  const rowKind = (row) => (row.matches(".task") ? "task" : "goal");
  const isDraggable = (row) => row.querySelector(":scope > a.due, :scope > details.more");
  const positionOf = (element) => ({ parent: element.parentElement, before: element.nextElementSibling });
  const precedingNumber = (element) => {
    let previous = element.previousElementSibling;
    while (previous && !previous.matches("li.task, section.goal")) previous = previous.previousElementSibling;
    return moveQueue.recordNumber(previous?.id);
  };

  const findDropTarget = (clientY) => {
    const box = dragState.element.parentElement.getBoundingClientRect();
    const hit = document.elementsFromPoint(box.left + box.width / 2, clientY).find((element) => element !== cover);
    if (dragState.kind === "goal") return hit?.closest("section.goal:not(#inbox)");
    return hit?.closest("li.task") ?? hit?.closest(".tasks > li") ?? hit?.closest(".goal")?.querySelector(".tasks > li");
  };

  const moveToPointer = (clientY) => {
    dragState.clientY = clientY;
    const target = findDropTarget(clientY);
    if (!target || target === dragState.element) return;
    const box = target.getBoundingClientRect();
    const isBelow = clientY > box.top + box.height / 2 && target.matches(".task, .goal");
    moveQueue.moveBefore(target.parentElement, dragState.element, isBelow ? target.nextElementSibling : target);
  };

  const handlePointerMove = ({ clientY }) => {
    if (clientY < SCROLL_ZONE) scrollBy(0, -12);
    if (clientY > innerHeight - SCROLL_ZONE) scrollBy(0, 12);
    moveToPointer(clientY);
  };

  // The response to an earlier move can replace the row, or its list, during a drag. The drag continues with the new row.
  const adoptReplacedElement = () => {
    const replacement = dragState && !dragState.element.isConnected && document.getElementById(dragState.element.id);
    if (!replacement) return;
    dragState.element = replacement;
    dragState.from = positionOf(replacement);
    replacement.classList.add("is-dragging");
    if (dragState.clientY !== undefined) moveToPointer(dragState.clientY);
  };

  const endDrag = ({ save }) => {
    const { element, kind, from } = dragState;
    dragState = null;
    cover.remove();
    document.body.classList.remove("dragging", "dragging-goals");
    element.classList.remove("is-dragging");
    document.dispatchEvent(new CustomEvent("dragged", { detail: element.id })); // live-updates-apply.js waits for this
    if (!element.isConnected) return;
    if (!save) return moveQueue.insertAt(element, from);
    const to = positionOf(element);
    if (to.parent === from.parent && to.before === from.before) return;
    const goal = kind === "task" ? moveQueue.recordNumber(to.parent.id) : "";
    moveQueue.send(dragForm, { element, kind, from, to, after: precedingNumber(element), goal });
  };

  document.addEventListener("pointerover", ({ pointerType, target }) => {
    if (dragState || pointerType === "touch") return;
    const row = target.closest?.(".task.row, .goal > .row");
    if (row && !row.contains(handle) && isDraggable(row)) row.append(handle);
  });
  handle.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    const row = handle.parentElement;
    const kind = rowKind(row);
    const element = kind === "task" ? row : row.closest("section.goal");
    dragState = { element, kind, from: positionOf(element) };
    const top = row.getBoundingClientRect().top;
    element.classList.add("is-dragging");
    document.body.classList.add("dragging", ...(kind === "goal" ? ["dragging-goals"] : []));
    scrollBy(0, row.getBoundingClientRect().top - top); // keeps the row under the pointer when the goals collapse
    document.body.append(cover);
    cover.setPointerCapture(event.pointerId);
  });
  document.addEventListener("pointermove", (event) => { if (dragState) handlePointerMove(event); });
  document.addEventListener("pointerup", () => { if (dragState) endDrag({ save: true }); });
  document.addEventListener("pointercancel", () => { if (dragState) endDrag({ save: false }); });
  document.addEventListener("htmx:finally:swap", adoptReplacedElement);
  document.addEventListener("keydown", (event) => {
    if (!dragState || event.key !== "Escape") return;
    event.preventDefault();
    endDrag({ save: false });
  });
});
