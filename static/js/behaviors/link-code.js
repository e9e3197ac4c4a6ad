// <form data-behavior="link-code"><input name="code">…: takes the code of a one-time link from the address
// (/invitation#code), where no server sees it, removes it from the address bar and the history, and sends the form.
behavior("link-code", (form) => {
  const open = () => {
    const code = location.hash.slice(1);
    if (!code) return;
    history.replaceState(null, "", location.pathname);
    form.elements.code.value = code;
    form.submit();
  };
  window.addEventListener("hashchange", open);
  open();
});
