// After signing in one is where one wanted to be, to the fragment, which no server ever hears of.
{
  // A link that changes the address leads to its own page after the sign-in; anything else leads back to this page.
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.response.status !== 401 || !ctx.hx.redirect) return;
    const door = new URL(ctx.hx.redirect, location.href);
    const isLink = ctx.push === "true";
    if (!isLink) door.searchParams.set("next", location.pathname + location.search);
    door.hash = isLink ? ctx.request.anchor ?? "" : location.hash;
    ctx.hx.redirect = door.href;
  });

  // <form data-behavior="keep-address">: the page it leads to opens at the fragment of this one.
  behavior("keep-address", (form) => {
    form.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
      if (ctx.hx.redirect && !ctx.hx.redirect.includes("#")) ctx.hx.redirect += location.hash;
    });
  });
}
