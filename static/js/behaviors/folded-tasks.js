// <li class="folded"><a hx-get="/clients/x/folded?goal=3">13 done</a></li>: tasks of a long list that are not on the page.
// When the line is opened, or the address names a task that is not here (`#task-14`), the server sends the whole list,
// and the missing rows go to their places. Rows that are there stay: somebody may be typing in one.
const foldedTasks = (() => {
  const addMissing = (fresh) => {
    const list = document.getElementById(fresh.id);
    const line = list?.querySelector(":scope > .folded");
    if (!line) return;
    const hasFocus = line.contains(document.activeElement);
    const added = [];
    let previous = null;
    for (const row of [...fresh.children]) {
      const known = document.getElementById(row.id);
      if (!known) {
        if (previous) previous.after(row);
        else list.prepend(row);
        added.push(row);
      }
      if (!known || known.parentElement === list) previous = known ?? row;
    }
    line.remove();
    added.forEach((row) => htmx.process(row));
    if (hasFocus) added[0]?.querySelector(".title > a").focus({ preventScroll: true });
  };

  const open = (line, query = "") => {
    const url = new URL(line.querySelector("a").getAttribute("hx-get"), location.href);
    if (query) url.search = query;
    return htmx.ajax("GET", url.pathname + url.search, { source: line.querySelector("a") });
  };

  const openForAddress = async () => {
    const [id, number] = location.hash.match(/^#(task-(\d+))$/)?.slice(1) ?? [];
    const line = document.querySelector("li.folded");
    if (!id || !line || document.getElementById(id)) return;
    await open(line, `?task=${number}`);
    document.getElementById(id)?.scrollIntoView({ block: "center" });
  };

  document.addEventListener("htmx:before:swap", ({ detail: { tasks } }) => {
    const whole = tasks.filter(({ fragment }) => fragment.firstElementChild?.matches("[data-whole-list]"));
    if (!whole.length) return;
    tasks.splice(0, tasks.length, ...tasks.filter((task) => !whole.includes(task)));
    for (const { fragment } of whole) addMissing(fragment.firstElementChild);
  });
  window.addEventListener("hashchange", openForAddress);
  document.addEventListener("DOMContentLoaded", openForAddress);

  return { open };
})();
