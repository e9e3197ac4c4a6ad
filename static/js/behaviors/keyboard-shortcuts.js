// One key for what one does often. They rest while somebody types, with a modifier, inside a
// dialog (`c` and Escape excepted), and when `<body data-keys="off">` says so. Listening on the document, they know
// what htmx brought later, too.
{
  const ROWS = "main .task.row .title > a, main .client h3 a, main .work-list li > a.title, .search-results a.option";
  const ROW = ".task.row, .client, .work-list li, .goal > .row, .search-results li";
  const PATIENCE = 1500; // ms between `g` and the letter that says where
  let going = 0;

  const seen = (element) => element.checkVisibility();
  const row = () => document.activeElement.closest(ROW);
  const press = (element) => element?.click();
  const dialog = () => document.querySelector("dialog[open]");

  const step = (by) => {
    const links = [...document.querySelectorAll(ROWS)].filter(seen);
    const at = links.findIndex((link) => link.closest(ROW) === row());
    const first = links.findIndex((link) => link.getBoundingClientRect().top >= 0);
    const next = at < 0 ? Math.max(first, 0) : Math.min(Math.max(at + by, 0), links.length - 1);
    links[next]?.focus();
    links[next]?.closest(ROW).scrollIntoView({ block: "nearest" });
  };

  const openStatus = () => {
    const select = row()?.querySelector("select[name=status]");
    select?.focus();
    try {
      select?.showPicker?.();
    } catch { /* the browser wants a press of its own: the focus is there */ }
  };

  const addTask = () => {
    const lines = [...document.querySelectorAll("form.add-line input.input")].filter(seen);
    const here = row()?.closest(".goal")?.querySelector("form.add-line input.input");
    const below = lines.find((line) => line.getBoundingClientRect().top >= 0);
    (here ?? below ?? lines[0])?.focus();
  };

  const comment = () => (dialog() ?? document).querySelector(".compose textarea")?.focus();

  const list = () => {
    const keys = document.getElementById("keys");
    if (!keys || document.getElementById("keys-list")?.closest("main")) return;
    setTimeout(() => htmx.trigger(keys, "look")); // after htmx has begun, however early the key came
    keys.showModal();
  };

  const openPalette = () => press(document.querySelector("[data-opens=palette]"));

  const go = (address) => press([...document.querySelectorAll(".sidebar .nav a")].find((a) => a.pathname === address));

  const DOES = {
    "/": () => (document.getElementById("search-words") ?? { select: openPalette }).select(),
    "?": list,
    j: () => step(1),
    k: () => step(-1),
    x: () => press(row()?.querySelector(".check")),
    s: openStatus,
    n: addTask,
    c: comment,
    z: () => press(document.getElementById("toast-undo")),
    g: () => { going = Date.now(); },
  };
  const THEN = { t: () => go("/"), c: () => go("/clients") };

  // Escape leaves a field, back to the title of its row.
  const leave = (field) => {
    const title = field.closest(ROW)?.querySelector(".title a, h3 a, a.title");
    if (title) title.focus();
    else field.blur();
  };

  const types = (target) =>
    target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

  const wanted = (key) => {
    const then = Date.now() - going < PATIENCE ? THEN[key] : null;
    going = 0;
    return then ?? DOES[key];
  };

  document.addEventListener("keydown", (event) => {
    const { target } = event;
    const key = shortcutOf(event);
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.body.dataset.keys === "off") return;
    if (types(target)) {
      if (key === "Escape" && !dialog()) leave(target);
      return;
    }
    const inside = dialog();
    if (inside && !(key === "c" && inside.matches(".drawer"))) return;
    const act = wanted(key);
    if (!act) return;
    event.preventDefault();
    act();
  });
}
