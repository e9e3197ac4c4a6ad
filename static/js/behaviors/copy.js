// <button type="button" data-behavior="copy" data-copy-from="invite-link" hidden>Copy</button>
// copies the value (or the text) of the element with that id, and confirms it on the button.
behavior("copy", (button) => {
  const source = document.getElementById(button.dataset.copyFrom);
  const label = button.textContent;
  button.hidden = false;

  const copyText = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    source.select?.(); // over plain HTTP there is no navigator.clipboard
    if (!document.execCommand("copy")) throw new Error("The browser did not copy.");
  };

  button.addEventListener("click", async () => {
    let message = "Copied";
    try {
      await copyText(source.value ?? source.textContent.trim());
    } catch {
      source.select?.();
      message = "Press Ctrl C";
    }
    button.textContent = message;
    document.getElementById("announcement").textContent = message;
    setTimeout(() => { button.textContent = label; }, 4000);
  });
});
