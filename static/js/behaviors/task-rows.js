// Rows travel light (500 of them are one page). Before a row is put in place, its controls get here their ids,
// by which htmx keeps the focus, and their full names; its title opens in the drawer, at its own address.
{
  const CONTROLS = { tick: ".check", open: ".title > a", status: ".inline-select > select", due: "a.due", owner: "a.avatar" };
  const SPOKEN = { tick: "Done", status: "Status" };

  const name = (row) => {
    const title = row.querySelector(".title").firstElementChild.textContent;
    for (const [part, selector] of Object.entries(CONTROLS)) {
      const control = row.querySelector(selector);
      if (!control) continue;
      control.id ||= `${row.id}-${part}`;
      if (SPOKEN[part]) control.ariaLabel = `${SPOKEN[part]}: ${title}`;
    }
    const form = row.querySelector("form.tick");
    form?.setAttribute("hx-trigger", "change delay:250ms, submit");
    if (form?.matches("[data-htmx-powered]")) htmx.process(form, true); // htmx was there before us
    const tick = row.querySelector(CONTROLS.tick);
    if (tick) tick.ariaPressed ??= "false"; // said of open work here, not 500 times on the wire
    const open = row.querySelector(CONTROLS.open);
    open.setAttribute("hx-target", "#drawer");
    open.setAttribute("hx-swap", "innerHTML");
    open.setAttribute("hx-push-url", "true");
  };

  // What had the focus is gone with the old row (a small form, saved): the cell it stood in has it next.
  const keepFocus = (row) => {
    const { id } = document.activeElement;
    if (!id || !document.activeElement.closest(`[id="${row.id}"]`) || row.querySelector(`[id="${id}"]`)) return;
    if (row.querySelector("[autofocus]")) return;
    const controls = [...row.querySelectorAll("a[id], select[id]")];
    const heir = controls.find((control) => id.startsWith(control.id)) ?? row.querySelector("select");
    heir?.setAttribute("autofocus", "");
  };

  const nameAll = (root) => root.querySelectorAll(".task.row").forEach(name);

  nameAll(document);
  document.addEventListener("htmx:before:swap", ({ detail: { tasks } }) => {
    for (const { fragment } of tasks) {
      nameAll(fragment);
      fragment.querySelectorAll(".row[id]").forEach(keepFocus);
    }
  });

  // Used up: the browser would go there again when the drawer closes.
  document.addEventListener("htmx:finally:request", () => {
    for (const used of document.querySelectorAll("[autofocus]")) used.removeAttribute("autofocus");
  });
}
