// Removes `changed` from the address, so that a reload of the page or a shared link does not show the message about
// that change again.
behavior("clear-changed-param", () => {
  const url = new URL(location.href);
  url.searchParams.delete("changed");
  history.replaceState(history.state, "", url);
});
