// Returns the shortcut that a key press stands for. It is the printed letter, so that Dvorak and AZERTY work. On layouts
// without Latin letters (Greek, Cyrillic, Arabic, Hebrew …) the position of the key decides. Only Shift makes capitals;
// Caps Lock has no effect.
const shortcutOf = ({ key = "", code = "", shiftKey }) => {
  const printsLatin = /^[\x00-\x7f]*$/.test(key) || /\p{Script=Latin}/u.test(key);
  const [, letter] = printsLatin ? [] : /^Key([A-Z])$/.exec(code) ?? [];
  const shortcut = letter ?? (!printsLatin && code === "Slash" ? (shiftKey ? "?" : "/") : key);
  if (!/^[a-z]$/i.test(shortcut)) return shortcut;
  return shiftKey ? shortcut.toUpperCase() : shortcut.toLowerCase();
};
