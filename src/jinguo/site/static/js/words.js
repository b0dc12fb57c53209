// The number beside a text field: what jinguo.standards.words.count_words gives, which the server uses again when it decides.
(() => {
  "use strict";
  // The same characters as in standards/words.py: each is one word; a run of others is one; blanks and invisible characters are none.
  const singles = "\\u1100-\\u11ff\\u2e80-\\u2fff\\u3001-\\u4dbf\\u4e00-\\u9fff\\ua960-\\ua97f\\uac00-\\ud7ff\\ue000-\\ufaff\\ufe10-\\ufe1f\\ufe30-\\ufe6f\\uff01-\\uff60\\uffe0-\\uffe6"
    + "\\u{1f000}-\\u{1faff}\\u{20000}-\\u{3ffff}\\u{f0000}-\\u{10ffff}\\u00b7\\u2014-\\u2016\\u2018\\u2019\\u201c\\u201d\\u2025\\u2026\\u203b\\u2460-\\u24ff\\u25a0-\\u26ff";
  const invisible = /[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\u{e0100}-\u{e01ef}]/gu;
  // Python's white space: JavaScript's, and the separators U+001C to U+001F and U+0085, which the line above has not taken away.
  const word = new RegExp(`[${singles}]|[^\\s\\u0085${singles}]+`, "gu");

  function count(text) { return (text.replace(invisible, "").match(word) || []).length; }

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
