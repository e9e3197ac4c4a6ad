// <div id="live-updates" data-behavior="live-updates" data-from="/clients/x/news?since=…">: asks now and then what others changed.
// Silent by design: a question that is lost is asked again later, a hidden tab asks nothing, and where the session
// is over the server's one message is shown and no more is asked until somebody comes back to the tab.
{
  const EVERY = 15_000;
  const AT_LEAST = 240_000;
  const OVER = new Set([401, 403, 404, 410]);
  let timer = 0, wait = EVERY, asking = false;

  const news = () => document.getElementById("live-updates");

  const address = (place) => {
    const from = new URL(place.dataset.from, location.href);
    const panel = document.querySelector("article[id^=task-][id$=-panel]");
    if (panel) from.searchParams.set("open", panel.id.split("-")[1]);
    return from;
  };

  const later = () => {
    clearTimeout(timer);
    if (!document.hidden && wait !== Infinity && news()?.matches(":not(:has(#live-updates-show))")) timer = setTimeout(ask, wait);
  };

  const hear = async (place, answer) => {
    const told = answer.status === 200 || answer.status === 401;
    if (!answer.ok && !told && !OVER.has(answer.status)) throw new Error(answer.status);
    wait = OVER.has(answer.status) ? Infinity : EVERY;
    const text = told ? await answer.text() : "";
    if (text && place.isConnected) await htmx.swap({ sourceElement: place, text, swap: "none", request: {}, hx: {} });
  };

  const ask = async () => {
    const place = news();
    if (!place || asking || document.hidden) return;
    asking = true;
    try {
      const headers = { "HX-Request": "true", "HX-Request-Type": "partial" };
      await hear(place, await fetch(address(place), { headers, signal: AbortSignal.timeout(20_000) }));
    } catch {
      wait = Math.min(wait * 2, AT_LEAST);
    }
    asking = false;
    later();
  };

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    wait = EVERY;
    ask();
  });
  window.addEventListener("online", () => { wait = EVERY; ask(); });
  behavior("live-updates", later);
}
