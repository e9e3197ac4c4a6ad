// <section id="bulk-edit-bar" data-behavior="selection">: selects rows for one change to all of them. Each row gets a
// checkbox that belongs to the form in the bar. (Without scripts, “Select” loads a page whose rows have checkboxes.)
// A row that is replaced stays selected. A new bar means that the change was saved, so the selection is cleared.
// `selection-input.js` has the mouse and keyboard handlers.
const selection = (() => {
  const selectedNumbers = new Set(); // numbers of tasks, as strings
  let isSelectMode = false; // checkboxes are shown although nothing is selected: touch screens have no hover
  let isObserving = false;

  const rows = () => [...document.querySelectorAll("li.task.row")];
  const findCheckbox = (row) => row.querySelector(":scope > .select-box");

  const addCheckbox = (row) => {
    if (!row.querySelector(".check") || findCheckbox(row)) return;
    const checkbox = document.createElement("input");
    const [, number] = row.id.split("-");
    Object.assign(checkbox, { type: "checkbox", name: "task", value: number, className: "select-box", id: `${row.id}-mark` });
    checkbox.setAttribute("form", "bulk-edit");
    checkbox.setAttribute("aria-label", `Select: ${row.querySelector(".title > a").textContent}`);
    checkbox.checked = selectedNumbers.has(number);
    row.classList.toggle("selected", checkbox.checked);
    row.prepend(checkbox);
  };

  // Writes only a real change: `render` runs after every change to the page, and the count is read out when it changes.
  const setText = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  const render = () => {
    for (const number of selectedNumbers) if (!document.getElementById(`task-${number}`)) selectedNumbers.delete(number);
    const count = selectedNumbers.size;
    const bar = document.getElementById("bulk-edit-bar");
    document.body.classList.toggle("selecting", isActive());
    for (const element of [document.documentElement, document.body]) element.classList.toggle("has-selection", count > 0);
    document.getElementById("select-rows")?.setAttribute("aria-pressed", isActive());
    bar.classList.toggle("is-shown", count > 0);
    bar.querySelector("#bulk-edit-clear").hidden = false;
    setText(bar.querySelector("#bulk-edit-count"), count ? `${count} selected` : "");
  };

  const isActive = () => isSelectMode || selectedNumbers.size > 0;

  const start = () => { isSelectMode = true; };

  const set = (row, isSelected) => {
    const checkbox = findCheckbox(row);
    if (!checkbox) return;
    checkbox.checked = isSelected;
    row.classList.toggle("selected", isSelected);
    selectedNumbers[isSelected ? "add" : "delete"](checkbox.value);
  };

  const clear = () => {
    isSelectMode = false;
    for (const row of rows()) set(row, false);
    render();
  };

  // The bar that had the focus has been replaced, so the first of the changed rows gets it.
  const handleSaved = () => {
    const [firstNumber] = selectedNumbers;
    clear();
    if (document.activeElement !== document.body) return;
    document.querySelector(`#task-${firstNumber} .title > a`)?.focus({ preventScroll: true });
  };

  const observeRows = () => {
    isObserving = true;
    for (const row of rows()) if (findCheckbox(row)?.checked) set(row, true);
    new MutationObserver((changes) => {
      const nodes = changes.flatMap((change) => [...change.addedNodes, ...change.removedNodes]);
      if (!nodes.some((node) => node.matches?.(".task, .goal, .bulk-bar"))) return;
      rows().forEach(addCheckbox);
      if (document.getElementById("bulk-edit-bar")) render();
    }).observe(document.getElementById("main"), { childList: true, subtree: true });
  };

  behavior("selection", (bar) => {
    rows().forEach(addCheckbox);
    if (!isObserving) observeRows();
    else if (!("refused" in bar.dataset)) handleSaved();
    render();
  });

  return { clear, findCheckbox, isActive, render, rows, set, start };
})();
