/* The two sides of the reader: a click on one shows the other without a jump of the page, the value under the pointer is
   lit on both, and words selected in the text can be added as a value. Everything works by links without this. */
(() => {
  "use strict";
  const reader = document.querySelector("[data-reader]");
  if (!reader) return;
  const text = reader.querySelector(".pane-text");
  const narrow = window.matchMedia("(max-width: 60rem)");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  const bring = (target) => {
    const pane = target.closest(".pane");
    const from = pane.getBoundingClientRect(), at = target.getBoundingClientRect();
    const behavior = calm.matches ? "auto" : "smooth";
    pane.scrollBy({ top: at.top - from.top - from.height / 3, behavior });
    // Before the page is scrolled the panes reach below its foot: they come up, so that the value is seen whole.
    const head = parseFloat(getComputedStyle(pane).top) || 0;
    if (from.bottom > window.innerHeight && from.top > head) window.scrollBy({ top: from.top - head, behavior });
  };
  const light = (anchor, on) => {
    reader.querySelectorAll(`[data-item="${anchor}"]`).forEach((one) => one.classList.toggle("lit", on));
    document.getElementById(anchor)?.classList.toggle("lit", on);
  };
  const anchorOf = (element) => element.closest("[data-item]")?.dataset.item || element.closest(".value")?.id;

  reader.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || narrow.matches) return;
    if (!window.getSelection().isCollapsed) { event.preventDefault(); return; }
    const target = document.getElementById(link.hash.slice(1));
    if (!target || !target.closest(".pane")) return;
    event.preventDefault();
    history.replaceState(null, "", link.hash);
    reader.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
    light(target.id.replace(/^t-/, ""), true);
    bring(target);
    const focus = target.matches("a") ? target : target.querySelector("button, a");
    focus?.focus({ preventScroll: true });
  });
  ["mouseover", "focusin"].forEach((name) => reader.addEventListener(name, (event) => {
    const anchor = anchorOf(event.target);
    reader.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
    if (anchor) light(anchor, true);
  }));

  /* Offsets are code points of the document's text; the browser counts UTF-16 units within one piece. */
  const offset = (node, units) => {
    const bit = node.parentElement?.closest(".bit");
    const start = bit?.closest("[data-start]")?.dataset.start;
    if (start === undefined) return null;
    const before = document.createRange();
    before.selectNodeContents(bit);
    before.setEnd(node, units);
    return Number(start) + Array.from(before.toString()).length;
  };
  const button = document.createElement("a");
  button.className = "btn btn-primary btn-sm reader-add";
  button.textContent = reader.dataset.wordAdd;
  button.hidden = true;
  document.body.append(button);
  document.addEventListener("selectionchange", () => {
    const selection = window.getSelection();
    button.hidden = true;
    if (selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return;
    const start = offset(range.startContainer, range.startOffset), end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return;
    button.href = `${reader.dataset.add}?start=${start}&end=${end}`;
    const place = range.getBoundingClientRect();
    button.style.left = `${Math.max(8, Math.min(place.left + window.scrollX, window.innerWidth - 240))}px`;
    button.style.top = `${place.bottom + window.scrollY + 6}px`;
    button.hidden = false;
  });
})();
