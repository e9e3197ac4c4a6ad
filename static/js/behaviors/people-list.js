// The people of a select as options of a list, which `person-picker.js` and `mention-picker.js` share: which of them match
// a typed part of a name, and how they look. Accents are folded as on the server (`foundation/text/folding.py`).
const peopleList = (() => {
  const REPLACEMENTS = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", ı: "i", æ: "ae", œ: "oe", "’": "'" };
  const foldAccents = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[łøđðþıæœ’]/g, (letter) => REPLACEMENTS[letter]);

  const readEntries = (select) => [...select.options].filter((option) => !("ask" in option.dataset)).map((option) => ({
    value: option.value, name: option.dataset.name ?? option.textContent, meta: option.dataset.meta ?? "",
    initials: option.dataset.initials ?? "", colour: option.dataset.colour ?? "", group: option.parentElement.label ?? "",
    isChosen: option.selected, isDisabled: option.disabled,
  }));

  const hasWordStartingWith = (name, query) => {
    const folded = foldAccents(name);
    return folded.split(/\s+/).some((word) => word.startsWith(query)) || folded.startsWith(query);
  };

  // Names with a word that starts with the typed text come first.
  const filterEntries = (entries, typed) => {
    const query = foldAccents(typed.trim());
    if (!query) return entries;
    const found = entries.filter((entry) => entry.initials && foldAccents(entry.name).includes(query));
    const startsWithQuery = (entry) => hasWordStartingWith(entry.name, query);
    return [...found.filter(startsWithQuery), ...found.filter((entry) => !startsWithQuery(entry))];
  };

  const createElement = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  const createAvatar = ({ initials, colour }) =>
    createElement("span", { class: `avatar avatar--small ${colour ? `colour-${colour}` : "nobody"}`, "aria-hidden": "true", "data-initials": initials });

  // Whether the typed text is the full name of somebody in the list, or the first name of somebody with access.
  const hasExactMatch = (entries, query) => entries.some(({ name, group }) =>
    foldAccents(name) === query || (group !== "Without access" && foldAccents(name).split(/\s+/)[0] === query));

  // The option that is active first: the first person who can be chosen, or “Add …” if it is the only option.
  const firstActiveIndex = (entries) => {
    const index = entries.findIndex((entry) => !entry.isDisabled && (!entry.nameToAdd || entries.length === 1));
    return index < 0 ? null : index;
  };

  const showRefusal = (popover, entry) => {
    const message = entry ? `${entry.name} ${entry.meta}.` : "Nobody is chosen yet. Choose a line with the arrow keys.";
    popover.querySelector(".popover__message").textContent = document.getElementById("announcement").textContent = message;
  };

  // The name with the typed part in <mark>. Where folding changes the length, the position would be wrong.
  const highlightMatch = (name, typed) => {
    const query = foldAccents(typed.trim());
    const start = query && foldAccents(name).length === name.length ? foldAccents(name).indexOf(query) : -1;
    if (start < 0) return [name];
    const end = start + query.length;
    return [name.slice(0, start), createElement("mark", {}, name.slice(start, end)), name.slice(end)];
  };

  const createOption = (entry, id, typed = "") => {
    const name = createElement("span", { class: "name" }, createElement("bdi", {}, ...highlightMatch(entry.name, typed)));
    const option = createElement("div", { class: "option", role: "option", id, "aria-selected": "false" }, createAvatar(entry), name);
    if (entry.isDisabled) option.setAttribute("aria-disabled", "true");
    option.classList.toggle("meta", Boolean(entry.isDisabled));
    option.classList.toggle("two-lines", (entry.meta ?? "").length > 24); // an address, which tells namesakes apart
    if (entry.meta) option.append(createElement("span", { class: "meta" }, entry.meta));
    if (entry.isChosen && entry.initials)
      option.append(createElement("span", { class: "meta chosen-mark" }, createElement("span", { class: "visually-hidden" }, ", chosen now")));
    return option;
  };

  // The options in their groups. Those without a group (“Nobody”, “Add …”) come last.
  const renderOptions = (listbox, entries, id, typed) => {
    const groups = new Map();
    entries.forEach((entry, index) => {
      const option = createOption(entry, `${id}-option-${index}`, entry.nameToAdd ? "" : typed);
      option.classList.toggle("has-divider", index > 0 && (!entry.initials || Boolean(entry.nameToAdd)));
      if (!groups.has(entry.group)) groups.set(entry.group, []);
      groups.get(entry.group).push(option);
    });
    listbox.replaceChildren(...[...groups].flatMap(([name, options]) => {
      if (!name) return options;
      const label = name === "Has access" ? [] : [createElement("p", { class: "label", role: "presentation" }, name)];
      return [createElement("div", { role: "group", "aria-label": name }, ...label, ...options)];
    }));
  };

  // Keys pressed while the list of a row is still loading are meant for it: letters are the beginning of a name, arrow
  // keys move the active option, and Enter or Escape ends the choice.
  const ARROW_OFFSETS = { ArrowDown: 1, ArrowUp: -1 };
  let earlyText = null, earlyOffsets = [], earlyEndKey = "";
  const isListRequest = ({ detail: { ctx } }) => ctx.sourceElement?.matches?.("a[href$='/owner']");
  document.addEventListener("htmx:before:request", (event) => { if (isListRequest(event)) [earlyText, earlyOffsets, earlyEndKey] = ["", [], ""]; });
  document.addEventListener("htmx:finally:request", (event) => { if (isListRequest(event)) setTimeout(() => { earlyText = null; }); });
  document.addEventListener("keydown", (event) => {
    const endsChoice = event.key === "Enter" || event.key === "Escape";
    const isForList = endsChoice || event.key in ARROW_OFFSETS || event.key.length === 1;
    if (earlyText === null || !isForList || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (endsChoice) earlyEndKey = event.key;
    else if (event.key in ARROW_OFFSETS) earlyOffsets.push(ARROW_OFFSETS[event.key]);
    else earlyText += event.key;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  const takeEarlyKeys = () => {
    const keys = { text: earlyText ?? "", offsets: earlyOffsets, endKey: earlyEndKey };
    [earlyText, earlyOffsets, earlyEndKey] = [null, [], ""];
    return keys;
  };

  // Shows a validation error on the button. htmx restores the focus after this has run, hence the timeout.
  const markInvalid = (select, button) => {
    const firstInvalid = select.form.querySelector("[autofocus], [aria-invalid=true]");
    for (const name of ["aria-invalid", "aria-describedby"]) button.setAttribute(name, select.getAttribute(name));
    if (firstInvalid === select) setTimeout(() => button.focus());
  };

  return {
    ARROW_OFFSETS, createAvatar, createElement, filterEntries, firstActiveIndex, foldAccents, hasExactMatch, markInvalid,
    readEntries, renderOptions, showRefusal, takeEarlyKeys,
  };
})();
