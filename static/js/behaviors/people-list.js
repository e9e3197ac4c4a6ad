// The people of a select as the lines of a list: which of them a typed part of a name fits, and how they look.
// Accents are folded as the server does (`quick_names.py`).
const people = (() => {
  const PLAIN = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", ı: "i", æ: "ae", œ: "oe", "’": "'" };
  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[łøđðþıæœ’]/g, (letter) => PLAIN[letter]);

  const entries = (select) => [...select.options].filter((one) => !("ask" in one.dataset)).map((one) => ({
    value: one.value, name: one.dataset.name ?? one.textContent, meta: one.dataset.meta ?? "", initials: one.dataset.initials ?? "",
    colour: one.dataset.colour ?? "", group: one.parentElement.label ?? "", chosen: one.selected, closed: one.disabled,
  }));

  const begins = (name, said) => fold(name).split(/\s+/).some((word) => word.startsWith(said)) || fold(name).startsWith(said);

  const fitting = (all, typed) => {
    const said = fold(typed.trim());
    if (!said) return all;
    const found = all.filter((one) => one.initials && fold(one.name).includes(said));
    return [...found.filter((one) => begins(one.name, said)), ...found.filter((one) => !begins(one.name, said))];
  };

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  const avatar = ({ initials, colour }) =>
    make("span", { class: `avatar avatar--small ${colour ? `colour-${colour}` : "nobody"}`, "aria-hidden": "true", "data-initials": initials });

  // Whom somebody may mean who types all of a name, or the first name of a person with access.
  const isKnown = (found, said) => found.some(({ name, group }) =>
    fold(name) === said || (group !== "Without access" && fold(name).split(/\s+/)[0] === said));

  // The line that is marked first: the first person who may be chosen, or “Add …” where nobody has such a name.
  const first = (shown) => {
    const at = shown.findIndex((one) => !one.closed && (!one.add || shown.length === 1));
    return at < 0 ? null : at;
  };

  const emptied = (element) => {
    element.replaceChildren();
    return element;
  };

  const refuse = (pop, one) => {
    const words = one ? `${one.name} ${one.meta}.` : "Nobody is chosen yet. Choose a line with the arrow keys.";
    pop.querySelector(".popover__message").textContent = document.getElementById("announcement").textContent = words;
  };

  const marked = (name, typed) => {
    const said = fold(typed.trim());
    const at = said && fold(name).length === name.length ? fold(name).indexOf(said) : -1;
    if (at < 0) return [name];
    return [name.slice(0, at), make("mark", {}, name.slice(at, at + said.length)), name.slice(at + said.length)];
  };

  const option = (one, id, typed = "") => {
    const name = make("span", { class: "name" }, make("bdi", {}, ...marked(one.name, typed)));
    const line = make("div", { class: "option", role: "option", id, "aria-selected": "false" }, avatar(one), name);
    if (one.closed) line.setAttribute("aria-disabled", "true");
    line.classList.toggle("meta", Boolean(one.closed));
    line.classList.toggle("two-lines", (one.meta ?? "").length > 24); // an address tells people of one name apart
    if (one.meta) line.append(make("span", { class: "meta" }, one.meta));
    if (one.chosen && one.initials) line.append(make("span", { class: "meta chosen-mark" }, make("span", { class: "visually-hidden" }, ", chosen now")));
    return line;
  };

  // The lines in their groups; those without one (“Nobody”, “Add …”) stand last.
  const draw = (box, shown, id, typed) => {
    const groups = new Map();
    shown.forEach((one, at) => {
      const line = option(one, `${id}-option-${at}`, one.add ? "" : typed);
      line.classList.toggle("has-divider", at > 0 && (!one.initials || Boolean(one.add)));
      if (!groups.has(one.group)) groups.set(one.group, []);
      groups.get(one.group).push(line);
    });
    box.replaceChildren(...[...groups].flatMap(([name, lines]) => {
      if (!name) return lines;
      const label = name === "Has access" ? [] : [make("p", { class: "label", role: "presentation" }, name)];
      return [make("div", { role: "group", "aria-label": name }, ...label, ...lines)];
    }));
  };

  // Keys pressed while a row's list is still on its way are meant for it: letters are the beginning of a name, arrows
  // move its mark, and Enter or Escape ends it.
  const MOVES = { ArrowDown: 1, ArrowUp: -1 };
  let early = null, moves = [], ending = "";
  const asksForList = ({ detail: { ctx } }) => ctx.sourceElement?.matches?.("a[href$='/owner']");
  document.addEventListener("htmx:before:request", (event) => { if (asksForList(event)) [early, moves, ending] = ["", [], ""]; });
  document.addEventListener("htmx:finally:request", (event) => { if (asksForList(event)) setTimeout(() => { early = null; }); });
  document.addEventListener("keydown", (event) => {
    const ends = event.key === "Enter" || event.key === "Escape";
    if (early === null || !(ends || event.key in MOVES || event.key.length === 1) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (ends) ending = event.key;
    else if (event.key in MOVES) moves.push(MOVES[event.key]);
    else early += event.key;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  const typedEarly = () => {
    const typed = [early ?? "", moves, ending];
    [early, moves, ending] = [null, [], ""];
    return typed;
  };

  // A refused list says so. htmx gives the focus back to the button that was pressed after this has run.
  const mark = (select, button) => {
    const first = select.form.querySelector("[autofocus], [aria-invalid=true]");
    for (const name of ["aria-invalid", "aria-describedby"]) button.setAttribute(name, select.getAttribute(name));
    if (first === select) setTimeout(() => button.focus());
  };

  return { mark, entries, fitting, fold, make, avatar, draw, typedEarly, isKnown, first, emptied, refuse, MOVES };
})();
