// <section id="bulk-edit-bar" data-behavior="selection">: rows selected for one change of all of them. Each row gets a box
// here that belongs to the form in the bar (without scripts “Select” asks for a page whose rows have one).
// A row that is drawn anew stays selected; a fresh bar means that what was asked is done. See select-hands.js.
const selection = (() => {
  const chosen = new Set(); // numbers of tasks
  let mode = false; // boxes are shown although nothing is selected: a thumb cannot hover
  let watched = false;

  const all = () => [...document.querySelectorAll("li.task.row")];
  const boxOf = (row) => row.querySelector(":scope > .select-box");

  const make = (row) => {
    if (!row.querySelector(".check") || boxOf(row)) return;
    const box = document.createElement("input");
    const [, number] = row.id.split("-");
    Object.assign(box, { type: "checkbox", name: "task", value: number, className: "select-box", id: `${row.id}-mark` });
    box.setAttribute("form", "bulk-edit");
    box.setAttribute("aria-label", `Select: ${row.querySelector(".title > a").textContent}`);
    box.checked = chosen.has(number);
    row.classList.toggle("selected", box.checked);
    row.prepend(box);
  };

  const write = (element, words) => {
    if (element.textContent !== words) element.textContent = words;
  };

  const show = () => {
    for (const number of chosen) if (!document.getElementById(`task-${number}`)) chosen.delete(number);
    const bar = document.getElementById("bulk-edit-bar");
    const on = mode || chosen.size > 0;
    document.body.classList.toggle("selecting", on);
    document.body.classList.toggle("has-selection", chosen.size > 0);
    document.getElementById("select-rows")?.setAttribute("aria-pressed", on);
    bar.classList.toggle("is-shown", chosen.size > 0);
    bar.querySelector("#bulk-edit-clear").hidden = false;
    write(bar.querySelector("#bulk-edit-count"), chosen.size ? `${chosen.size} selected` : "");
  };

  const set = (row, on) => {
    const box = boxOf(row);
    if (!box) return;
    box.checked = on;
    row.classList.toggle("selected", on);
    chosen[on ? "add" : "delete"](box.value);
  };

  const clear = () => {
    mode = false;
    for (const row of all()) set(row, false);
    show();
  };

  // The bar that had the focus is gone: the first of the rows it was about has it next.
  const finish = () => {
    const [first] = chosen;
    clear();
    if (document.activeElement !== document.body) return;
    document.querySelector(`#task-${first} .title > a`)?.focus({ preventScroll: true });
  };

  const watch = () => {
    watched = true;
    for (const row of all()) if (boxOf(row)?.checked) set(row, true);
    new MutationObserver((changes) => {
      const came = changes.flatMap((change) => [...change.addedNodes, ...change.removedNodes]);
      if (!came.some((node) => node.matches?.(".task, .goal, .bulk-bar"))) return;
      all().forEach(make);
      if (document.getElementById("bulk-edit-bar")) show();
    }).observe(document.getElementById("main"), { childList: true, subtree: true });
  };

  behavior("selection", (bar) => {
    all().forEach(make);
    if (!watched) watch();
    else if (!("refused" in bar.dataset)) finish();
    show();
  });

  return { all, boxOf, set, show, clear, any: () => mode || chosen.size > 0, begin: () => { mode = true; } };
})();
