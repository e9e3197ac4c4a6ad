// A lost click is never silent. When the connection drops, or the server answers without words of its own,
// a message says what was not done and offers to try again. What was typed stays where it is.
{
  const worthAnother = (status) => !status || status === 429 || status >= 500;

  const reason = (status) => {
    if (!status) return "The connection dropped.";
    if (status === 404 || status === 410) return "It isn’t there any more.";
    if (status === 413) return "That is too large.";
    if (status === 429) return "That was a lot at once. Wait a minute.";
    return status >= 500 ? "Something broke on our side." : "The server didn’t take it.";
  };

  // A choice that was not saved must not look as if it were.
  const putBack = ({ sourceEvent: event }) => {
    if (event?.type !== "change") return;
    for (const field of event.target.elements ?? [event.target]) {
      if (field.matches("select")) for (const option of field.options) option.selected = option.defaultSelected;
      if (field.matches("[type=checkbox], [type=radio]")) field.checked = field.defaultChecked;
    }
  };

  const again = (ctx) => {
    const { sourceElement: element, sourceEvent: event } = ctx;
    if (!element.isConnected) location.reload();
    else if (event?.type === "submit") element.requestSubmit(ctx.request.submitter);
    else htmx.trigger(element, event?.type ?? "click");
  };

  const tell = (ctx, status) => {
    const saving = ctx.request.method !== "GET";
    const words = `${saving ? "Not saved." : "Not loaded."} ${reason(status)}`;
    const toast = document.getElementById("request-error").content.firstElementChild.cloneNode(true);
    const [retry, dismiss] = toast.querySelectorAll("button");
    toast.querySelector("span").textContent = words;
    retry.hidden = !worthAnother(status);
    retry.addEventListener("click", () => { toast.remove(); again(ctx); });
    dismiss.addEventListener("click", () => putBack(ctx));
    document.getElementById("toasts").replaceChildren(toast);
    document.getElementById("announcement").textContent = words;
    htmx.process(toast);
  };

  const lost = (ctx, status) => {
    const turningBack = ctx.request.headers["HX-History-Restore-Request"];
    if (turningBack) location.reload(); // the address is another page already: let the server show it
    else tell(ctx, status);
  };

  document.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx) lost(event.detail.ctx);
  });

  document.addEventListener("htmx:response:error", (event) => {
    const { ctx } = event.detail;
    const { status } = ctx.response;
    const said = ctx.text?.includes("<hx-partial"); // the server has said it in its own words
    if (ctx.hx.redirect) return;
    if (said || !worthAnother(status)) putBack(ctx);
    if (!said) lost(ctx, status);
  });
}
