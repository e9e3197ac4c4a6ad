// Saves where a dragged row was dropped, by sending a copy of the form `drag-form`. Moves are sent one at a time, in
// order. If a move is not saved, the row returns to its old position, and the error message offers to try again.
const moveQueue = (() => {
  const pendingMoves = new Map(); // form being sent → its move
  let lastRequest = Promise.resolve();

  const recordNumber = (id) => /^(?:task|goal)-(\d+)/.exec(id ?? "")?.[1] ?? "";

  // Where the browser can, an element is moved as it is. Taking it out and putting it in again would make Chromium look
  // through every form of the page for what it could fill in.
  const moveBefore = (parent, element, next) => {
    if (parent.moveBefore && element.isConnected) parent.moveBefore(element, next);
    else parent.insertBefore(element, next);
  };

  const insertAt = (element, { parent, before }) => {
    if (parent.isConnected) moveBefore(parent, element, before?.parentElement === parent ? before : null);
  };

  const submitMove = (dragForm, move) => new Promise((resolve) => {
    const form = dragForm.cloneNode(true);
    form.removeAttribute("id");
    form.removeAttribute("data-behavior");
    form.setAttribute("action", `${dragForm.getAttribute("action")}${move.kind}s/${recordNumber(move.element.id)}/place`);
    form.elements.after.value = move.after;
    form.elements.goal.value = move.goal;
    pendingMoves.set(form, { ...move, resolve });
    dragForm.parentElement.append(form); // not dragForm.after(form): `after` is the name of a field of the form
    htmx.process(form);
    form.requestSubmit();
  });

  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    const move = pendingMoves.get(ctx.sourceElement);
    if (!move) return;
    const saved = ctx.response?.status < 400;
    const element = document.getElementById(move.element.id) ?? move.element;
    insertAt(element, saved ? move.to : move.from); // after a retry the row may have returned to `from` already
    if (saved) ctx.sourceElement.remove();
    move.resolve();
  });

  const send = (dragForm, move) => { lastRequest = lastRequest.then(() => submitMove(dragForm, move)); };

  return { insertAt, moveBefore, recordNumber, send };
})();
