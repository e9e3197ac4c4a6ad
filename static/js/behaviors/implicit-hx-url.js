// <form action="…" hx-post> and <a href="…" hx-get>: an hx attribute without a value means the element's own
// address. A row of a long list then says each address once.
document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const source = ctx.sourceElement;
  if (!source.matches?.('[hx-post=""], [hx-get=""]')) return;
  const [address, fragment] = (source.getAttribute("action") ?? source.getAttribute("href")).split("#");
  ctx.request.action = address;
  ctx.request.anchor = fragment;
});
