// The expert's page: the sum while she types, keys, pictures large. Nothing here decides anything: the server adds up again.
(() => {
  "use strict";
  const form = document.querySelector("[data-marking]");

  // ---- exact decimals: a whole number and how many digits stand behind the point
  const exact = (text) => {
    const found = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(String(text).trim().replace(",", ".").replace("．", "."));
    if (!found || !(found[2] || found[3])) return null;
    return { units: BigInt(found[1] + (found[2] + (found[3] || "") || "0")), digits: (found[3] || "").length };
  };
  const times = (a, b) => ({ units: a.units * b.units, digits: a.digits + b.digits });
  const plus = (a, b) => {
    const digits = Math.max(a.digits, b.digits), to = (n) => n.units * 10n ** BigInt(digits - n.digits);
    return { units: to(a) + to(b), digits };
  };
  const rounded = ({ units, digits }, keep) => {
    if (digits > keep) {
      const step = 10n ** BigInt(digits - keep), negative = units < 0n, size = negative ? -units : units;
      const up = size / step + (2n * (size % step) >= step ? 1n : 0n);
      units = negative ? -up : up;
    } else units *= 10n ** BigInt(keep - digits);
    const text = String(units < 0n ? -units : units).padStart(keep + 1, "0");
    return (units < 0n ? "-" : "") + text.slice(0, -keep || undefined) + (keep ? "." + text.slice(-keep) : "");
  };
  const wrong = (input) => {
    const mark = exact(input.value);
    if (!input.value.trim()) return false;
    if (!mark) return true;
    const minus = (a, b) => plus(a, { units: -b.units, digits: b.digits });
    if (minus(mark, exact(input.min)).units < 0n || minus(exact(input.max), mark).units < 0n) return true;
    const step = exact(input.step);
    if (!step) return false;
    const off = minus(mark, exact(input.min)), digits = Math.max(off.digits, step.digits);
    const to = (n) => n.units * 10n ** BigInt(digits - n.digits);
    return to(off) % to(step) !== 0n;
  };

  if (form) {
    const inputs = [...form.querySelectorAll(".mark-input")], out = form.querySelector("[data-sum]"), count = form.querySelector("[data-given]");
    const add = () => {
      let sum = { units: 0n, digits: 0 }, given = 0, bad = 0;
      for (const input of inputs) {
        const isWrong = wrong(input), mark = exact(input.value);
        input.toggleAttribute("data-wrong", isWrong);
        if (isWrong) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
        bad += isWrong;
        if (mark && !isWrong) { given += 1; sum = plus(sum, times(mark, exact(input.dataset.weight))); }
      }
      out.textContent = given === inputs.length && !bad ? rounded(sum, 2) : "—";
      if (count) count.textContent = given;
    };
    form.addEventListener("input", () => { form.dataset.unsaved = "1"; add(); });
    form.addEventListener("submit", () => { delete form.dataset.unsaved; });
    document.addEventListener("htmx:afterSettle", (event) => {
      if (event.target.id === "kept" && event.target.querySelector("[data-state=saved]")) delete form.dataset.unsaved;
    });
    form.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
        event.preventDefault();
        form.requestSubmit(form.querySelector("button[value=submit]"));
      } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        event.preventDefault();
        form.requestSubmit(form.querySelector("button[value=save]"));
      } else if (event.key === "Enter" && event.target.matches(".mark-input")) {
        event.preventDefault();
        const next = inputs[inputs.indexOf(event.target) + 1] || form.querySelector("textarea");
        next.focus();
        next.select?.();
      }
    });
    add();
  }

  // ---- a picture large, in a dialog; without scripts the link opens it
  const box = document.getElementById("lightbox");
  if (!box) return;
  const links = [...document.querySelectorAll("[data-large]")], image = box.querySelector("img"), caption = box.querySelector("[data-caption]");
  let at = 0;
  const show = (n) => {
    at = (n + links.length) % links.length;
    image.src = links[at].dataset.large;
    image.alt = links[at].dataset.name;
    caption.textContent = `${links[at].dataset.name} (${at + 1}/${links.length})`;
  };
  links.forEach((link, n) => link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(n);
    box.showModal();
  }));
  box.querySelectorAll("[data-turn]").forEach((button) => button.addEventListener("click", () => show(at + Number(button.dataset.turn))));
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") show(at + 1);
    if (event.key === "ArrowLeft") show(at - 1);
  });
  box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
})();
