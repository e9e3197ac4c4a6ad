// Completes task rows, which the server sends short because a page can have 500 of them. Before a row is inserted, its
// controls get their ids, by which htmx restores the focus, and their full labels, and its title is set to open in the
// drawer at the task's own address.
{
  const CONTROLS = { tick: ".check", open: ".title > a", status: ".inline-select > select", due: "a.due", owner: "a.avatar" };
  const LABEL_PREFIXES = { tick: "Done", status: "Status" };

  const completeRow = (row) => {
    const title = row.querySelector(".title").firstElementChild.textContent;
    for (const [name, selector] of Object.entries(CONTROLS)) {
      const control = row.querySelector(selector);
      if (!control) continue;
      control.id ||= `${row.id}-${name}`;
      if (LABEL_PREFIXES[name]) control.ariaLabel = `${LABEL_PREFIXES[name]}: ${title}`;
    }
    const form = row.querySelector("form.tick");
    form?.setAttribute("hx-trigger", "change delay:250ms, submit");
    if (form?.matches("[data-htmx-powered]")) htmx.process(form, true); // htmx has read the old trigger already
    const tick = row.querySelector(CONTROLS.tick);
    if (tick) tick.ariaPressed ??= "false"; // the server sends only “true”
    const link = row.querySelector(CONTROLS.open);
    link.setAttribute("hx-target", "#drawer");
    link.setAttribute("hx-swap", "innerHTML");
    link.setAttribute("hx-push-url", "true");
  };

  // If the focused control is missing in the new row (a small form that was saved), its cell's control gets the focus.
  const moveFocusToNewRow = (row) => {
    const { id } = document.activeElement;
    if (!id || !document.activeElement.closest(`[id="${row.id}"]`) || row.querySelector(`[id="${id}"]`)) return;
    if (row.querySelector("[autofocus]")) return;
    const controls = [...row.querySelectorAll("a[id], select[id]")];
    const replacement = controls.find((control) => id.startsWith(control.id)) ?? row.querySelector("select");
    replacement?.setAttribute("autofocus", "");
  };

  const completeRows = (root) => root.querySelectorAll(".task.row").forEach(completeRow);

  const onBeforeSwap = ({ detail: { tasks } }) => {
    for (const { fragment } of tasks) {
      completeRows(fragment);
      fragment.querySelectorAll(".row[id]").forEach(moveFocusToNewRow);
    }
  };

  completeRows(document);
  document.addEventListener("htmx:before:swap", onBeforeSwap);

  // `autofocus` must not stay in the page: closing the drawer would move the focus there again.
  document.addEventListener("htmx:finally:request", () => {
    for (const element of document.querySelectorAll("[autofocus]")) element.removeAttribute("autofocus");
  });
}
