// A page one was sent to by a change says so once: its address forgets the change, so that a reload or a
// link to it does not say it again.
behavior("clear-changed-param", () => {
  const address = new URL(location.href);
  address.searchParams.delete("changed");
  history.replaceState(history.state, "", address);
});
