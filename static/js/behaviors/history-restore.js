// A page kept by the browser may belong to somebody who has signed out since: it hides as it is left,
// and asks the server again when Back brings it.
{
  window.addEventListener("pagehide", (event) => {
    if (event.persisted) document.body.hidden = true;
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
