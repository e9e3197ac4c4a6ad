// Which shortcut a key press means. Where the layout prints no Latin letter (Greek, Cyrillic, Arabic, Hebrew …) the
// key's place on the keyboard says it; otherwise the printed letter does, so that Dvorak and AZERTY keep theirs.
// Capitals are those of Shift: Caps Lock changes nothing.
const shortcutOf = ({ key = "", code = "", shiftKey }) => {
  const printsLatin = /^[\x00-\x7f]*$/.test(key) || /\p{Script=Latin}/u.test(key);
  const [, letter] = printsLatin ? [] : /^Key([A-Z])$/.exec(code) ?? [];
  const meant = letter ?? (!printsLatin && code === "Slash" ? (shiftKey ? "?" : "/") : key);
  if (!/^[a-z]$/i.test(meant)) return meant;
  return shiftKey ? meant.toUpperCase() : meant.toLowerCase();
};
