// <button type="button" data-behavior="copy" data-copy-from="invite-link" hidden>Copy</button>
// copies the value (or the words) of the element with that id, and says so.
behavior("copy", (button) => {
  const source = document.getElementById(button.dataset.copyFrom);
  const label = button.textContent;
  button.hidden = false;

  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    source.select?.(); // plain http: the older way
    if (!document.execCommand("copy")) throw new Error("The browser did not copy.");
  };

  button.addEventListener("click", async () => {
    let words = "Copied";
    try {
      await copy(source.value ?? source.textContent.trim());
    } catch {
      source.select?.();
      words = "Press Ctrl C";
    }
    button.textContent = words;
    document.getElementById("announcement").textContent = words;
    setTimeout(() => { button.textContent = label; }, 4000);
  });
});
