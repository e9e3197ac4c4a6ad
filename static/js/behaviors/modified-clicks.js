// A click on a link with Ctrl, Cmd, Shift, Alt or another button than the first is the browser's: a new tab, a new
// window, a download. No script of the page hears of it (htmx would prevent it and then do nothing).
{
  const isModified = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button > 0;

  const leaveToBrowser = (event) => {
    if (isModified(event) && event.target.closest?.("a[href]")) event.stopImmediatePropagation();
  };

  window.addEventListener("click", leaveToBrowser, true);
  window.addEventListener("auxclick", leaveToBrowser, true);
}
