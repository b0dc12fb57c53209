// Keys for the review queue: 1, 2, 3 press the button that names them, unless she is writing.
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, textarea, select, dialog[open]")) return;
    const button = document.querySelector(`form[data-keys] button[data-key="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    button.form.requestSubmit(button);
  });
})();
