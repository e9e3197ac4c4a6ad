// Shows a message when a request fails, because the connection dropped or the server answered with an error and no
// message of its own. It says what was not done and offers to try again. What was typed stays in its field.
{
  const isRetryable = (status) => !status || status === 429 || status >= 500;

  const errorReason = (status) => {
    if (!status) return "The connection dropped.";
    if (status === 404 || status === 410) return "It isn’t there any more.";
    if (status === 413) return "That is too large.";
    if (status === 429) return "That was a lot at once. Wait a minute.";
    return status >= 500 ? "Something broke on our side." : "The server didn’t take it.";
  };

  // A select or checkbox whose change was not saved must show the saved value again.
  const resetChange = ({ sourceEvent: event }) => {
    if (event?.type !== "change") return;
    for (const field of event.target.elements ?? [event.target]) {
      if (field.matches("select")) for (const option of field.options) option.selected = option.defaultSelected;
      if (field.matches("[type=checkbox], [type=radio]")) field.checked = field.defaultChecked;
    }
  };

  const retryRequest = (ctx) => {
    const { sourceElement: element, sourceEvent: event } = ctx;
    if (!element.isConnected) location.reload();
    else if (event?.type === "submit") element.requestSubmit(ctx.request.submitter);
    else htmx.trigger(element, event?.type ?? "click");
  };

  const showError = (ctx, status) => {
    const isSave = ctx.request.method !== "GET";
    const message = `${isSave ? "Not saved." : "Not loaded."} ${errorReason(status)}`;
    const toast = document.getElementById("request-error").content.firstElementChild.cloneNode(true);
    const [retryButton, dismissButton] = toast.querySelectorAll("button");
    toast.querySelector("span").textContent = message;
    retryButton.hidden = !isRetryable(status);
    retryButton.addEventListener("click", () => { toast.remove(); retryRequest(ctx); });
    dismissButton.addEventListener("click", () => resetChange(ctx));
    document.getElementById("toasts").replaceChildren(toast);
    document.getElementById("announcement").textContent = message;
    htmx.process(toast);
  };

  const handleFailure = (ctx, status) => {
    const isHistoryRestore = ctx.request.headers["HX-History-Restore-Request"];
    if (isHistoryRestore) location.reload(); // the address has changed already, so let the server render that page
    else showError(ctx, status);
  };

  document.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx) handleFailure(event.detail.ctx);
  });

  document.addEventListener("htmx:response:error", (event) => {
    const { ctx } = event.detail;
    const { status } = ctx.response;
    const hasServerMessage = ctx.text?.includes("<hx-partial");
    if (ctx.hx.redirect) return;
    if (hasServerMessage || !isRetryable(status)) resetChange(ctx);
    if (!hasServerMessage) handleFailure(ctx, status);
  });
}
