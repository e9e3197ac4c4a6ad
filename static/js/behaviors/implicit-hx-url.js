// <form action="…" hx-post> and <a href="…" hx-get>: an hx attribute without a value uses the element's own address, so
// that a row of a long list need not contain each address twice.
document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const source = ctx.sourceElement;
  if (!source.matches?.('[hx-post=""], [hx-get=""]')) return;
  const [url, fragment] = (source.getAttribute("action") ?? source.getAttribute("href")).split("#");
  ctx.request.action = url;
  ctx.request.anchor = fragment;
});
