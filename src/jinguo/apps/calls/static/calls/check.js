// The formal check by keyboard: j and k walk through the items, y and n mark, w opens the note, s skips. The page works without it.
(() => {
  "use strict";
  const desk = document.querySelector("[data-check-desk]");
  if (!desk) return;
  const items = () => [...desk.querySelectorAll("[data-item]")];
  let here = "";

  function go(step) {
    const all = items(), at = all.findIndex((item) => item.id === here);
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
    if (next) show(next, true);
  }
  function show(item, scroll) {
    here = item.id;
    items().forEach((one) => one.classList.toggle("is-here", one === item));
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
    const paper = scroll && document.getElementById(item.querySelector(".check-name").hash.slice(1));
    if (paper) paper.scrollIntoView({ block: "start", behavior: "smooth" });
  }
  const mark = (outcome) => document.getElementById(here)?.querySelector(`button[value=${outcome}]`)?.click();

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    const act = { j: () => go(1), k: () => go(-1), y: () => mark("check_pass"), n: () => mark("check_fail"), w: note, s: () => document.querySelector("[data-key=s]")?.click() }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  function note() {
    const details = document.getElementById(here)?.querySelector(".mark-note");
    if (!details) return;
    details.open = true;
    details.querySelector("input").focus();
  }
  desk.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-item]");
    if (item) { here = item.id; items().forEach((one) => one.classList.toggle("is-here", one === item)); }
  });
  // After a mark the list comes anew: stay at the item, and go on to the next one that is open.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "items" && !desk.contains(event.target)) return;
    const marked = document.getElementById("items")?.dataset.here, all = items();
    const at = all.findIndex((item) => item.id === marked);
    const next = all.slice(at + 1).find((item) => item.classList.contains("is-open")) || all[at];
    if (next && marked) show(next, false);
  });
})();
