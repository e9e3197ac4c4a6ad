// A click on a link with Ctrl, Cmd, Shift, Alt or another mouse button opens a tab or a window, or downloads the link.
// No script of the page may see it: htmx would prevent the default action and then send no request either.
{
  const isModified = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button > 0;

  const leaveToBrowser = (event) => {
    if (isModified(event) && event.target.closest?.("a[href]")) event.stopImmediatePropagation();
  };

  window.addEventListener("click", leaveToBrowser, true);
  window.addEventListener("auxclick", leaveToBrowser, true);
}
