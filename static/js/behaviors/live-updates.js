// <div id="live-updates" data-behavior="live-updates" data-poll-url="/clients/x/news?since=…">: polls for changes made by
// others. A failed request is repeated later without a message, and a hidden tab does not poll. When the session has
// ended, the server's message is shown once, and polling stops until somebody returns to the tab.
{
  const POLL_INTERVAL = 15_000; // ms
  const LONGEST_INTERVAL = 240_000; // ms, reached by doubling after each failure
  const FINAL_STATUSES = new Set([401, 403, 404, 410]);
  let timer = 0, delay = POLL_INTERVAL, isPolling = false;

  const pollElement = () => document.getElementById("live-updates");

  const pollUrl = (element) => {
    const url = new URL(element.dataset.pollUrl, location.href);
    const panel = document.querySelector("article[id^=task-][id$=-panel]");
    if (panel) url.searchParams.set("open", panel.id.split("-")[1]);
    return url;
  };

  const schedulePoll = () => {
    clearTimeout(timer);
    if (document.hidden || delay === Infinity) return;
    if (pollElement()?.matches(":not(:has(#live-updates-show))")) timer = setTimeout(poll, delay);
  };

  const handleResponse = async (element, response) => {
    const hasContent = response.status === 200 || response.status === 401;
    if (!response.ok && !hasContent && !FINAL_STATUSES.has(response.status)) throw new Error(response.status);
    delay = FINAL_STATUSES.has(response.status) ? Infinity : POLL_INTERVAL;
    const text = hasContent ? await response.text() : "";
    if (text && element.isConnected) await htmx.swap({ sourceElement: element, text, swap: "none", request: {}, hx: {} });
  };

  const poll = async () => {
    const element = pollElement();
    if (!element || isPolling || document.hidden) return;
    isPolling = true;
    try {
      const headers = { "HX-Request": "true", "HX-Request-Type": "partial" };
      await handleResponse(element, await fetch(pollUrl(element), { headers, signal: AbortSignal.timeout(20_000) }));
    } catch {
      delay = Math.min(delay * 2, LONGEST_INTERVAL);
    }
    isPolling = false;
    schedulePoll();
  };

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    delay = POLL_INTERVAL;
    poll();
  });
  window.addEventListener("online", () => { delay = POLL_INTERVAL; poll(); });
  behavior("live-updates", schedulePoll);
}
