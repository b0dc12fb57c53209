// The codes of a voter's receipt stay on her own device: nothing of them is sent anywhere.
(() => {
  "use strict";
  const shelf = "jinguo-receipts";
  const kept = () => { try { return JSON.parse(localStorage.getItem(shelf)) || {}; } catch { return {}; } };

  function keep(form) {
    const all = kept(), vote = form.dataset.receiptOf;
    const fresh = [...form.querySelectorAll("[data-code]")].map((input) => ({ code: input.dataset.code, name: input.dataset.name }));
    const seen = new Set((all[vote] || []).map((one) => one.code));
    all[vote] = [...(all[vote] || []), ...fresh.filter((one, at) => !seen.has(one.code) && fresh.findIndex((other) => other.code === one.code) === at)];
    const votes = Object.keys(all);
    votes.slice(0, Math.max(0, votes.length - 20)).forEach((old) => delete all[old]);
    try { localStorage.setItem(shelf, JSON.stringify(all)); } catch { /* a full store only means that she keeps them herself */ }
  }

  function show(root) {
    const all = kept();
    root.querySelectorAll?.("[data-codes-of]").forEach((box) => {
      const mine = all[box.dataset.codesOf] || [], list = box.querySelector("ul");
      if (!mine.length) return;
      list.replaceChildren(...mine.map((one) => {
        const row = document.createElement("li"), code = document.createElement("code");
        code.className = "code";
        code.textContent = one.code;
        row.append(code, ` ${one.name}`);
        return row;
      }));
      box.hidden = false;
    });
    root.querySelectorAll?.("[data-slips]").forEach((box) => {
      const mine = new Set((all[box.dataset.slips] || []).map((one) => one.code));
      box.querySelectorAll("[data-code]").forEach((slip) => { if (mine.has(slip.dataset.code)) slip.classList.add("mine"); });
    });
  }

  document.addEventListener("submit", (event) => { if (event.target.matches("form[data-receipt-of]")) keep(event.target); }, true);
  document.addEventListener("htmx:load", (event) => show(event.target));
  show(document);
})();
