// A discipline that was found is put behind the others in the field.
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-adds]");
    if (!button) return;
    const shelf = button.closest("[data-into]");
    const field = document.getElementById(shelf.dataset.into);
    const there = field.value.split(/[;；]/).map((part) => part.trim()).filter(Boolean);
    if (!there.includes(button.dataset.adds)) there.push(button.dataset.adds);
    field.value = there.join("；");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    button.disabled = true;
  });
  // The finder stands right under the field that it fills.
  const finder = document.querySelector(".finder");
  const field = document.getElementById("id_disciplines");
  if (finder && field) field.closest(".field")?.after(finder);
})();
