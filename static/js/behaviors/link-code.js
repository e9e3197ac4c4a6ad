// <form data-behavior="link-code"><input name="code">…: reads the code of a one-time link from the fragment of the
// address (/invitation#code), which browsers never send, removes it from the address bar and the history, and
// submits the form.
behavior("link-code", (form) => {
  const submitCode = () => {
    const code = location.hash.slice(1);
    if (!code) return;
    history.replaceState(null, "", location.pathname);
    form.elements.code.value = code;
    form.submit();
  };
  window.addEventListener("hashchange", submitCode);
  submitCode();
});
