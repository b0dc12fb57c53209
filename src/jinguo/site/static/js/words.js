// Counts as Word and WPS count: one for each CJK character or CJK mark, one for each run of Latin letters or digits, white space none.
// The server counts again with jinguo.standards.words; this is only the number beside the field.
(() => {
  "use strict";
  const wide = /[\u1100-\u11ff\u2010-\u2027\u2030-\u205e\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uffee\u{1f000}-\u{1faff}\u{20000}-\u{3ffff}]/u;

  function count(text) {
    let total = 0, inWord = false;
    for (const character of text) {
      if (/\s/.test(character)) inWord = false;
      else if (wide.test(character)) { total += 1; inWord = false; }
      else if (!inWord) { total += 1; inWord = true; }
    }
    return total;
  }

  function show(counter) {
    const field = document.getElementById(counter.dataset.wordsFor);
    if (!field) return;
    const limit = Number(counter.dataset.wordsMax), n = count(field.value), words = window.jinguo.words;
    counter.toggleAttribute("data-over", n > limit);
    counter.querySelector("progress")?.setAttribute("value", Math.min(n, limit));
    counter.querySelector("[data-words-text]").textContent = (n > limit ? words.words_over : words.words)
      .replace("{n}", n).replace("{limit}", limit).replace("{over}", n - limit);
  }

  function showAll(root) { root.querySelectorAll("[data-words-for]").forEach(show); }

  document.addEventListener("input", (event) => {
    if (!event.target.id) return;
    const counter = document.querySelector(`[data-words-for="${CSS.escape(event.target.id)}"]`);
    if (counter) show(counter);
  });
  document.addEventListener("htmx:load", (event) => showAll(event.target));
  showAll(document);
  window.jinguo.countWords = count;
})();
