// The frame's own script. Every page works without it; nothing here decides anything.
(() => {
  "use strict";
  const root = document.documentElement, body = document.body;
  const words = JSON.parse(document.getElementById("script-words")?.textContent || "{}");
  const loaded = performance.now(), serverThen = Date.parse(root.dataset.now || "") || Date.now();
  const serverNow = () => serverThen + (performance.now() - loaded);
  const cookie = (name) => document.cookie.split("; ").find((c) => c.startsWith(name + "="))?.slice(name.length + 1);
  const icons = { red: "alert-octagon", amber: "alert-triangle", green: "circle-check", blue: "info-circle" };

  // ---- messages
  function toast(text, tone = "blue", stays = tone === "red") {
    const made = document.getElementById("toast-pattern").content.firstElementChild.cloneNode(true);
    made.classList.add(`tone-${tone}`);
    made.setAttribute("role", tone === "red" ? "alert" : "status");
    const sprite = document.querySelector("use[href*='icons.']").getAttribute("href").split("#")[0];
    made.querySelector("use").setAttribute("href", `${sprite}#${icons[tone] || icons.blue}`);
    made.querySelector(".note-title").textContent = text;
    const shelf = document.getElementById("toasts");
    [...shelf.children].filter((old) => old.textContent === made.textContent).forEach((old) => old.remove());
    shelf.append(made);
    if (!stays) setTimeout(() => made.remove(), 8000);
    return made;
  }

  // ---- menus, dialogs, dismissals
  let opener = null;
  function menu(open, from) {
    body.classList.toggle("menu-shown", open);
    if (open) { opener = from; document.querySelector(".side a.side-link, .side a")?.focus(); } else if (opener) { opener.focus(); opener = null; }
  }
  function openDialog(id) { const dialog = document.getElementById(id); if (dialog && !dialog.open) dialog.showModal(); }

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest(selector);
    let hit;
    if ((hit = at("[data-menu-open]"))) { event.preventDefault(); menu(true, hit); }
    else if (at("[data-menu-close]")) { event.preventDefault(); menu(false); }
    else if ((hit = at("[data-opens]"))) { event.preventDefault(); openDialog(hit.dataset.opens); }
    else if ((hit = at("[data-shuts]"))) hit.closest("dialog")?.close();
    else if ((hit = at("[data-dismiss]"))) hit.closest(".note")?.remove();
    else if ((hit = at("[data-shows]"))) {
      const input = document.getElementById(hit.dataset.shows), shown = input.type === "text";
      input.type = shown ? "password" : "text";
      hit.setAttribute("aria-pressed", String(!shown));
    } else if (event.target.matches("dialog.sheet[open]")) event.target.close();
    document.querySelectorAll("details.menu[open]").forEach((d) => { if (!d.contains(event.target)) d.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (body.classList.contains("menu-shown")) menu(false);
    document.querySelectorAll("details.menu[open]").forEach((d) => { d.open = false; d.querySelector("summary").focus(); });
  });

  // ---- how she wants to see the pages: at once, and kept by the same form's answer
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-look]");
    if (!button) return;
    event.preventDefault();
    const kept = button.name === "side" ? "side" : "text", value = button.value;
    root.dataset[kept] = value;
    document.cookie = `${button.name}=${value}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
    const other = { narrow: "wide", wide: "narrow", large: "normal", normal: "large" }[value];
    document.querySelectorAll(`button[data-look][name=${button.name}]`).forEach((b) => { b.value = other; if (b.hasAttribute("aria-pressed")) b.setAttribute("aria-pressed", String(value === "large")); });
  });

  // ---- forms: one submit only, the key of today, text that outlives a sign-in
  const draftKey = "jinguo-draft", signedKey = "jinguo-signed-in-between";
  const keepable = (el) => el.name && !el.disabled && !["hidden", "password", "file", "submit", "button"].includes(el.type) && el.autocomplete !== "off";
  function freshen(form) {
    const token = cookie(body.dataset.csrfCookie || "csrftoken"), input = form.querySelector("input[name=csrfmiddlewaretoken]");
    if (token && input) input.value = token;
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" && form.getAttribute("method") !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    freshen(form);
    if (form.hasAttribute("hx-post") || form.hasAttribute("data-hx-post") || form.target === "_blank") return;
    form.dataset.sent = "1";
    const fields = [...form.elements].filter(keepable);
    if (!body.classList.contains("page-focus") && fields.some((f) => f.value.length > 1)) {
      try { sessionStorage.setItem(draftKey, JSON.stringify({ at: location.pathname, fields: fields.map((f) => [f.name, f.type === "checkbox" || f.type === "radio" ? f.checked : f.value, f.value]) })); } catch { /* a full store only means no copy */ }
    }
    setTimeout(() => form.querySelectorAll("button:not([type=button])").forEach((b) => { b.disabled = true; if (b === event.submitter) b.classList.add("working"); }), 0);
    if (form.hasAttribute("data-download")) setTimeout(() => release(form), 3000);
  });
  function release(form) {
    delete form.dataset.sent;
    form.querySelectorAll("button:not([type=button])").forEach((b) => { b.disabled = false; b.classList.remove("working"); });
  }
  // On a narrow screen rows of tabs and steps are longer than the screen: show the one that is open.
  document.querySelectorAll(".rail [aria-current], .tabs [aria-current], .steps-line .current").forEach((here) => {
    const row = here.closest(".rail, .tabs, .steps-line"), at = here.getBoundingClientRect(), frame = row.getBoundingClientRect();
    row.scrollLeft += at.left - frame.left - (frame.width - at.width) / 2;
  });
  addEventListener("pageshow", (event) => { if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release); });
  function restore() {
    const kept = sessionStorage.getItem(draftKey);
    if (!kept) return;
    if (body.classList.contains("page-focus")) { if (document.querySelector("input[type=password]")) sessionStorage.setItem(signedKey, "1"); return; }
    const draft = JSON.parse(kept);
    if (sessionStorage.getItem(signedKey) && draft.at !== location.pathname) return;
    if (sessionStorage.getItem(signedKey)) {
      let mended = 0;
      for (const [name, value, option] of draft.fields) {
        for (const field of document.querySelectorAll(`main form [name="${CSS.escape(name)}"]`)) {
          if (!keepable(field)) continue;
          if (typeof value === "boolean") { if (field.value === option) field.checked = value; } else if (field.value !== value) { field.value = value; mended += 1; }
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }
      }
      if (mended) toast(words.restored, "green", true);
    }
    sessionStorage.removeItem(draftKey);
    sessionStorage.removeItem(signedKey);
  }
  addEventListener("beforeunload", (event) => { if (document.querySelector("[data-unsaved]")) event.preventDefault(); });

  // ---- what the server says to htmx
  function signInAgain() { openDialog("sign-in-again"); }
  document.addEventListener("htmx:configRequest", (event) => {
    const token = cookie(body.dataset.csrfCookie || "csrftoken");
    if (token) event.detail.headers["X-CSRFToken"] = token;
  });
  document.addEventListener("htmx:sendError", () => toast(words.offline, "red"));
  document.addEventListener("htmx:timeout", () => toast(words.offline, "red"));
  document.addEventListener("htmx:responseError", (event) => {
    const answer = event.detail.xhr, kind = answer.getResponseHeader("Content-Type") || "";
    if (answer.status === 401) return signInAgain();
    if (answer.status === 409) return refused(answer.responseText, kind);
    const known = { 403: words.forbidden, 404: words.gone, 413: words.too_large, 429: words.too_many };
    toast(known[answer.status] || words.failed, "red");
  });
  function refused(text, kind) {
    const found = kind.includes("html") && new DOMParser().parseFromString(text, "text/html").querySelector("[data-refused]");
    if (!found) return toast(words.refused, "red");
    const shelf = document.getElementById("toasts"), close = document.getElementById("toast-pattern").content.querySelector("[data-dismiss]").cloneNode(true);
    shelf.querySelectorAll("[data-refused]").forEach((old) => old.remove());
    found.append(close);
    shelf.append(document.adoptNode(found));
  }

  // ---- what is left until a date, by the server's clock
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  function left(ms) {
    const s = Math.floor(ms / 1000), m = Math.floor(s / 60), h = Math.floor(m / 60), d = Math.floor(h / 24);
    if (d) return fill(words.day, { n: d, h: h % 24 });
    if (h) return fill(words.hour, { n: h, m: m % 60 });
    return m ? fill(words.minute, { n: m }) : fill(words.second, { n: Math.max(s, 0) });
  }
  function tick() {
    for (const el of document.querySelectorAll("[data-until]")) {
      const ms = Date.parse(el.dataset.until) - serverNow(), was = el.hasAttribute("data-past");
      el.toggleAttribute("data-past", ms <= 0);
      el.toggleAttribute("data-near", ms > 0 && ms < 3 * 864e5);
      const text = ms <= 0 ? words.over : left(ms);
      if (el.textContent !== text) el.textContent = text;
      if (ms <= 0 && !was) { toast(words.past, "amber", true); el.dispatchEvent(new CustomEvent("jinguo:past", { bubbles: true })); }
    }
    setTimeout(tick, [...document.querySelectorAll("[data-until]:not([data-past])")].some((el) => Date.parse(el.dataset.until) - serverNow() < 60000) ? 1000 : 20000);
  }

  // ---- ticked rows; where a form keeps them (data-picks-kept), they outlive paging and searching as hidden inputs
  const keeper = (table) => document.querySelector(`[data-picks-kept="${table}"]`);
  function keepPicks(table, holds) {
    for (const pick of table.querySelectorAll("input.pick[name]:checked")) {
      if ([...holds.children].some((kept) => kept.value === pick.value)) continue;
      const kept = Object.assign(document.createElement("input"), { type: "hidden", name: pick.name, value: pick.value });
      holds.append(kept);
    }
  }
  function showPicks(table, holds) {
    for (const pick of table.querySelectorAll("input.pick[name]")) {
      const kept = [...holds.children].find((one) => one.value === pick.value);
      if (kept) { pick.checked = true; kept.remove(); }
    }
  }
  document.addEventListener("htmx:beforeSwap", (event) => {
    const holds = event.detail.target?.id && keeper(`#${event.detail.target.id}`);
    if (holds) keepPicks(event.detail.target, holds);
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const holds of document.querySelectorAll("[data-picks-kept]")) {
      const table = document.querySelector(holds.dataset.picksKept);
      if (table) showPicks(table, holds);
    }
    bulk();
  });
  function bulk() {
    for (const bar of document.querySelectorAll("[data-bulk]")) {
      const scope = bar.dataset.bulk ? document.querySelector(bar.dataset.bulk) : document;
      const picks = [...(scope || document).querySelectorAll("input.pick[name]")], chosen = picks.filter((p) => p.checked);
      const count = chosen.length + (bar.dataset.bulk ? keeper(bar.dataset.bulk)?.children.length || 0 : 0);
      bar.dataset.count = count;
      bar.querySelector("[data-bulk-count]").textContent = count;
      picks.forEach((p) => p.closest("tr")?.setAttribute("aria-selected", p.checked));
      const all = (scope || document).querySelector("input[data-pick-all]");
      if (all) { all.checked = picks.length > 0 && chosen.length === picks.length; all.indeterminate = chosen.length > 0 && !all.checked; }
    }
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[data-pick-all]")) event.target.closest("table").querySelectorAll("input.pick[name]").forEach((p) => { p.checked = event.target.checked; });
    if (event.target.matches("input.pick, input[data-pick-all]")) bulk();
  });
  document.addEventListener("htmx:load", bulk);

  window.jinguo = { words, toast, openDialog, signInAgain, serverNow, csrf: () => cookie(body.dataset.csrfCookie || "csrftoken") };
  bulk();
  tick();
  restore();
  document.querySelector("[data-focus]")?.focus();
})();
