// Selecting by hand. Shift+click reaches from the row pressed before; `m` selects the row one is in or lets it go,
// Shift+`j` and Shift+`k` take the next one along, `a` goes to the bar, Escape lets go of all. “Select” shows the
// boxes to a thumb.
{
  let last = null;

  const seen = () => selection.all().filter((row) => row.checkVisibility());

  const upTo = (row) => {
    const rows = seen();
    const [from, to] = [rows.indexOf(last), rows.indexOf(row)].sort((one, two) => one - two);
    return from < 0 ? [row] : rows.slice(from, to + 1);
  };

  const extend = (row, by) => {
    const rows = seen();
    const next = rows[rows.indexOf(row) + by] ?? row;
    selection.set(row, true);
    selection.set(next, true);
    next.querySelector(".title > a").focus();
    next.scrollIntoView({ block: "nearest" });
  };

  // The bar goes; what had the focus in it gives it to the row one was at.
  const letGo = () => {
    selection.clear();
    if (last?.isConnected && !document.activeElement.closest(".task.row"))
      last.querySelector(".title > a").focus({ preventScroll: true });
  };

  const press = (event) => {
    const { target } = event;
    const row = target.closest(".select-box")?.parentElement;
    if (row) {
      for (const each of event.shiftKey ? upTo(row) : [row]) selection.set(each, target.checked);
      last = row;
    } else if (target.closest("[data-select-mode]")) {
      event.preventDefault();
      if (selection.any()) selection.clear();
      else selection.begin();
    } else if (target.closest("[data-select-all]")) {
      for (const each of target.closest(".goal").querySelectorAll(".task.row")) selection.set(each, true);
      target.closest("details").open = false;
    } else if (target.closest("[data-clear]")) {
      letGo();
    } else return;
    selection.show();
  };

  const act = (event) => {
    event.preventDefault();
    document.querySelector("#bulk-edit-bar summary").focus();
  };

  const DOES = {
    m: (row) => selection.set(row, !selection.boxOf(row).checked),
    J: (row) => extend(row, 1),
    K: (row) => extend(row, -1),
  };

  // Enter in a field of the bar presses the button beside it, not the first one of the form.
  const sends = ({ key, target }) => {
    const fields = key === "Enter" && target.matches?.("input") ? target.closest(".bulk-bar .menu-form") : null;
    fields?.querySelector("button").click();
    return fields !== null;
  };

  const type = (event) => {
    const { target } = event;
    const key = shortcutOf(event);
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (sends(event)) return event.preventDefault();
    if (document.body.dataset.keys === "off" || document.querySelector("dialog[open]")) return;
    if (target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    if (key === "Escape" && selection.any()) return letGo();
    if (key === "a" && selection.any()) return act(event);
    const row = document.activeElement.closest(".task.row");
    if (!row || !DOES[key] || !selection.boxOf(row)) return;
    event.preventDefault();
    DOES[key](row);
    last = document.activeElement.closest(".task.row");
    selection.show();
  };

  document.addEventListener("mousedown", (event) => {
    if (event.shiftKey && event.target.closest(".select-box")) event.preventDefault(); // selects rows, not text
  });
  document.addEventListener("click", (event) => {
    if (document.getElementById("bulk-edit-bar")) press(event);
  });
  document.addEventListener("keydown", (event) => {
    if (document.getElementById("bulk-edit-bar")) type(event);
  });
}
