// <form id="drag-form" data-behavior="drag">: rows and goals are dragged by their handle, with a mouse or a pen. Up and
// down in the menus do the same without one. (An own behaviour instead of SortableJS: rows that htmx draws anew need
// no mounting, moves go across lists, and nothing more is fetched.) `drag-save.js` saves the move.
behavior("drag", (placer) => {
  const EDGE = 60; // px from the top or bottom of the window where the page begins to slide
  let held = null;

  const handle = document.createElement("span");
  handle.className = "drag-handle";
  handle.title = "Drag to move";
  handle.setAttribute("aria-hidden", "true");

  const kindOf = (row) => (row.matches(".task") ? "task" : "goal");
  const mayMove = (row) => row.querySelector(":scope > a.due, :scope > details.more");
  const place = (piece) => ({ parent: piece.parentElement, before: piece.nextElementSibling });
  const behind = (piece) => {
    let above = piece.previousElementSibling;
    while (above && !above.matches("li.task, section.goal")) above = above.previousElementSibling;
    return moves.numberOf(above?.id);
  };

  const over = (event) => {
    const box = held.piece.parentElement.getBoundingClientRect();
    const at = document.elementFromPoint(box.left + box.width / 2, event.clientY);
    if (held.kind === "goal") return at?.closest("section.goal:not(#inbox)");
    return at?.closest("li.task") ?? at?.closest(".tasks > li") ?? at?.closest(".goal")?.querySelector(".tasks > li");
  };

  const follow = (clientY) => {
    held.clientY = clientY;
    const other = over({ clientY });
    if (!other || other === held.piece) return;
    const box = other.getBoundingClientRect();
    const below = clientY > box.top + box.height / 2 && other.matches(".task, .goal");
    other.parentElement.insertBefore(held.piece, below ? other.nextElementSibling : other);
  };

  const drag = ({ clientY }) => {
    if (clientY < EDGE) scrollBy(0, -12);
    if (clientY > innerHeight - EDGE) scrollBy(0, 12);
    follow(clientY);
  };

  // The answer to an earlier move may draw the piece, or its list, anew under the pointer: the drag goes on with that.
  const takeFresh = () => {
    const fresh = held && !held.piece.isConnected && document.getElementById(held.piece.id);
    if (!fresh) return;
    held.piece = fresh;
    held.from = place(fresh);
    fresh.classList.add("is-dragging");
    if (held.clientY !== undefined) follow(held.clientY);
  };

  const finish = (keep) => {
    const { piece, kind, from } = held;
    held = null;
    document.body.classList.remove("dragging", "dragging-goals");
    piece.classList.remove("is-dragging");
    document.dispatchEvent(new CustomEvent("dragged", { detail: piece.id })); // what others changed may come now
    if (!piece.isConnected) return;
    if (!keep) return moves.put(piece, from);
    const to = place(piece);
    if (to.parent === from.parent && to.before === from.before) return;
    const move = { piece, kind, from, to, after: behind(piece), goal: kind === "task" ? moves.numberOf(to.parent.id) : "" };
    moves.send(placer, move);
  };

  document.addEventListener("pointerover", ({ pointerType, target }) => {
    if (held || pointerType === "touch") return;
    const row = target.closest?.(".task.row, .goal > .row");
    if (row && !row.contains(handle) && mayMove(row)) row.append(handle);
  });
  handle.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    const row = handle.parentElement;
    const kind = kindOf(row);
    const piece = kind === "task" ? row : row.closest("section.goal");
    held = { piece, kind, from: place(piece) };
    const top = row.getBoundingClientRect().top;
    piece.classList.add("is-dragging");
    document.body.classList.add("dragging", ...(kind === "goal" ? ["dragging-goals"] : []));
    scrollBy(0, row.getBoundingClientRect().top - top);
    document.documentElement.setPointerCapture(event.pointerId);
  });
  document.addEventListener("pointermove", (event) => { if (held) drag(event); });
  document.addEventListener("pointerup", () => { if (held) finish(true); });
  document.addEventListener("pointercancel", () => { if (held) finish(false); });
  document.addEventListener("htmx:finally:swap", takeFresh);
  document.addEventListener("keydown", (event) => {
    if (!held || event.key !== "Escape") return;
    event.preventDefault();
    finish(false);
  });
});
