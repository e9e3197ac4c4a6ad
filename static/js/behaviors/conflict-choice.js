// <form class="toast" data-behavior="toast conflict-choice">: the choice between two people’s words is gone once it is made.
behavior("conflict-choice", (form) => {
  form.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (ctx.response?.status < 400) form.remove();
  });
});
