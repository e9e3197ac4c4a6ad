// The browser may restore a page from its cache after the person has signed out. The page is hidden when it is left,
// and reloaded when the browser restores it.
{
  window.addEventListener("pagehide", (event) => {
    if (event.persisted) document.body.hidden = true;
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
