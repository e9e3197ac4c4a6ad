// <form class="toast" data-behavior="toast conflict-choice">: removes the choice between two people’s texts once it has
// been saved.
behavior("conflict-choice", (form) => {
  form.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (ctx.response?.status < 400) form.remove();
  });
});
