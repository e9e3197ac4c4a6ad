// Single-key shortcuts for frequent actions. They are off while somebody types, with a modifier key, in a dialog
// (except `c` and Escape), and with `<body data-keys="off">`. The listener is on the document, so it also covers
// elements that htmx inserts later.
{
  const ROW_LINKS = "main .task.row .title > a, main .folded > a, main .client h3 a, main .work-list li > a.title, .search-results a.option";
  const ROW = ".task.row, .folded, .client, .work-list li, .goal > .row, .search-results li";
  const SEQUENCE_TIMEOUT = 1500; // ms between `g` and the letter that follows it
  let sequenceStartedAt = 0;

  const isVisible = (element) => element.checkVisibility();
  const focusedRow = () => document.activeElement.closest(ROW);
  const click = (element) => element?.click();
  const openDialog = () => document.querySelector("dialog[open]");

  const focusRow = (offset) => {
    const links = [...document.querySelectorAll(ROW_LINKS)].filter(isVisible);
    const current = links.findIndex((link) => link.closest(ROW) === focusedRow());
    const firstOnScreen = links.findIndex((link) => link.getBoundingClientRect().top >= 0);
    const next = current < 0 ? Math.max(firstOnScreen, 0) : Math.min(Math.max(current + offset, 0), links.length - 1);
    links[next]?.focus();
    links[next]?.closest(ROW).scrollIntoView({ block: "nearest" });
  };

  const openStatusSelect = () => {
    const select = focusedRow()?.querySelector("select[name=status]");
    select?.focus();
    try {
      select?.showPicker?.();
    } catch { /* some browsers open the list only on a real click; the select has the focus anyway */ }
  };

  const focusAddTask = () => {
    const fields = [...document.querySelectorAll("form.add-line input.input")].filter(isVisible);
    const sameGoal = focusedRow()?.closest(".goal")?.querySelector("form.add-line input.input");
    const firstOnScreen = fields.find((field) => field.getBoundingClientRect().top >= 0);
    (sameGoal ?? firstOnScreen ?? fields[0])?.focus();
  };

  const focusCommentField = () => (openDialog() ?? document).querySelector(".compose textarea")?.focus();

  const showShortcuts = () => {
    const dialog = document.getElementById("keys");
    if (!dialog || document.getElementById("keys-list")?.closest("main")) return;
    setTimeout(() => htmx.trigger(dialog, "opened")); // htmx may not be initialised when the key is pressed this early
    dialog.showModal();
  };

  const openPalette = () => click(document.querySelector("[data-opens=palette]"));

  const navigate = (path) => click([...document.querySelectorAll(".sidebar .nav a")].find((link) => link.pathname === path));

  const SHORTCUTS = {
    "/": () => (document.getElementById("search-words") ?? { select: openPalette }).select(),
    "?": showShortcuts,
    j: () => focusRow(1),
    k: () => focusRow(-1),
    x: () => click(focusedRow()?.querySelector(".check")),
    s: openStatusSelect,
    n: focusAddTask,
    c: focusCommentField,
    z: () => click(document.getElementById("toast-undo")),
    g: () => { sequenceStartedAt = Date.now(); },
  };
  const SHORTCUTS_AFTER_G = { t: () => navigate("/"), c: () => navigate("/clients") };

  // Escape in a field moves the focus to the title of its row.
  const leaveField = (field) => {
    const title = field.closest(ROW)?.querySelector(".title a, h3 a, a.title");
    if (title) title.focus();
    else field.blur();
  };

  const acceptsText = (target) =>
    target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

  const findAction = (key) => {
    const sequenceAction = Date.now() - sequenceStartedAt < SEQUENCE_TIMEOUT ? SHORTCUTS_AFTER_G[key] : null;
    sequenceStartedAt = 0;
    return sequenceAction ?? SHORTCUTS[key];
  };

  document.addEventListener("keydown", (event) => {
    const { target } = event;
    const key = shortcutOf(event);
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.body.dataset.keys === "off") return;
    if (acceptsText(target)) {
      if (key === "Escape" && !openDialog()) leaveField(target);
      return;
    }
    const dialog = openDialog();
    if (dialog && !(key === "c" && dialog.matches(".drawer"))) return;
    const action = findAction(key);
    if (!action) return;
    event.preventDefault();
    action();
  });
}
