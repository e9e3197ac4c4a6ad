// Where a dragged row was let go is sent by a copy of the form `drag-form`, one after the other; if it is not saved,
// the row goes back to where it was, and the message that says so can try again.
const moves = (() => {
  const sent = new Map(); // form on its way → the move it asks for
  let turn = Promise.resolve();

  const numberOf = (id) => /^(?:task|goal)-(\d+)/.exec(id ?? "")?.[1] ?? "";

  const put = (piece, { parent, before }) => {
    if (parent.isConnected) parent.insertBefore(piece, before?.parentElement === parent ? before : null);
  };

  const post = (placer, move) => new Promise((done) => {
    const form = placer.cloneNode(true);
    form.removeAttribute("id");
    form.removeAttribute("data-behavior");
    form.setAttribute("action", `${placer.getAttribute("action")}${move.kind}s/${numberOf(move.piece.id)}/place`);
    form.elements.after.value = move.after;
    form.elements.goal.value = move.goal;
    sent.set(form, { ...move, done });
    placer.parentElement.append(form); // (`placer.after` is its field)
    htmx.process(form);
    form.requestSubmit();
  });

  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    const move = sent.get(ctx.sourceElement);
    if (!move) return;
    const saved = ctx.response?.status < 400;
    const piece = document.getElementById(move.piece.id) ?? move.piece;
    put(piece, saved ? move.to : move.from); // tried again, it may have gone back before
    if (saved) ctx.sourceElement.remove();
    move.done();
  });

  const send = (placer, move) => { turn = turn.then(() => post(placer, move)); };

  return { numberOf, put, send };
})();
