// Signing in returns people to the page they wanted, including the fragment, which browsers never send to the server.
{
  // A link that changes the address leads to its own page after the sign-in; any other request leads back to this page.
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.response.status !== 401 || !ctx.hx.redirect) return;
    const signInUrl = new URL(ctx.hx.redirect, location.href);
    const isLink = ctx.push === "true";
    if (!isLink) signInUrl.searchParams.set("next", location.pathname + location.search);
    signInUrl.hash = isLink ? ctx.request.anchor ?? "" : location.hash;
    ctx.hx.redirect = signInUrl.href;
  });

  // <form data-behavior="keep-address">: adds the fragment of this page to the address the form redirects to.
  behavior("keep-address", (form) => {
    form.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
      if (ctx.hx.redirect && !ctx.hx.redirect.includes("#")) ctx.hx.redirect += location.hash;
    });
  });
}
