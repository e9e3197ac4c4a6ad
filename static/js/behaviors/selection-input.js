// Mouse and keyboard for selecting rows. Shift+click selects the range from the row clicked before; `m` toggles the
// current row; Shift+`j` and Shift+`k` extend the selection to the next or previous row; `a` moves the focus to the bar;
// Escape clears the selection. “Select” shows the checkboxes on touch screens.
{
  let lastRow = null; // the row that was selected or cleared last: one end of a range

  const visibleRows = () => selection.rows().filter((row) => row.checkVisibility());

  const rangeTo = (row) => {
    const rows = visibleRows();
    const [start, end] = [rows.indexOf(lastRow), rows.indexOf(row)].sort((one, other) => one - other);
    return start < 0 ? [row] : rows.slice(start, end + 1);
  };

  const extendSelection = (row, offset) => {
    const rows = visibleRows();
    const next = rows[rows.indexOf(row) + offset] ?? row;
    selection.set(row, true);
    selection.set(next, true);
    next.querySelector(".title > a").focus();
    next.scrollIntoView({ block: "nearest" });
  };

  // The bar disappears, so the focus returns to the last row unless it is in a row already.
  const clearSelection = () => {
    selection.clear();
    if (lastRow?.isConnected && !document.activeElement.closest(".task.row"))
      lastRow.querySelector(".title > a").focus({ preventScroll: true });
  };

  const selectGoal = async (goal) => {
    const line = goal.querySelector(".folded");
    if (line) await foldedTasks.open(line);
    for (const each of goal.querySelectorAll(".task.row")) selection.set(each, true);
    selection.render();
  };

  const handleClick = (event) => {
    const { target } = event;
    const row = target.closest(".select-box")?.parentElement;
    if (row) {
      for (const each of event.shiftKey ? rangeTo(row) : [row]) selection.set(each, target.checked);
      lastRow = row;
    } else if (target.closest("[data-select-mode]")) {
      event.preventDefault();
      if (selection.isActive()) selection.clear();
      else selection.start();
    } else if (target.closest("[data-select-all]")) {
      selectGoal(target.closest(".goal"));
      target.closest("details").open = false;
    } else if (target.closest("[data-clear]")) {
      clearSelection();
    } else return;
    selection.render();
  };

  const focusBar = (event) => {
    event.preventDefault();
    document.querySelector("#bulk-edit-bar summary").focus();
  };

  const ROW_SHORTCUTS = {
    m: (row) => selection.set(row, !selection.findCheckbox(row).checked),
    J: (row) => extendSelection(row, 1),
    K: (row) => extendSelection(row, -1),
  };

  // Enter in a field of the bar presses the button beside that field. By default it would press the first of the form.
  const submitBarField = ({ key, target }) => {
    const fields = key === "Enter" && target.matches?.("input") ? target.closest(".bulk-bar .menu-form") : null;
    fields?.querySelector("button").click();
    return fields !== null;
  };

  const handleKeydown = (event) => {
    const { target } = event;
    const key = shortcutOf(event);
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (submitBarField(event)) return event.preventDefault();
    if (document.body.dataset.keys === "off" || document.querySelector("dialog[open]")) return;
    if (target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    if (key === "Escape" && selection.isActive()) return clearSelection();
    if (key === "a" && selection.isActive()) return focusBar(event);
    const row = document.activeElement.closest(".task.row");
    if (!row || !ROW_SHORTCUTS[key] || !selection.findCheckbox(row)) return;
    event.preventDefault();
    ROW_SHORTCUTS[key](row);
    lastRow = document.activeElement.closest(".task.row");
    selection.render();
  };

  document.addEventListener("mousedown", (event) => {
    if (event.shiftKey && event.target.closest(".select-box")) event.preventDefault(); // Shift+click would select text
  });
  document.addEventListener("click", (event) => {
    if (document.getElementById("bulk-edit-bar")) handleClick(event);
  });
  document.addEventListener("keydown", (event) => {
    if (document.getElementById("bulk-edit-bar")) handleKeydown(event);
  });
}
