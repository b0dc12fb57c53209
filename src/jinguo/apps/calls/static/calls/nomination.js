// The nomination page: each field is saved as she goes. Without this script the form is one form with one button.
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]"), page = document.querySelector("[data-nomination]");
  if (!form || !page) return;
  const words = JSON.parse(document.getElementById("nomination-words").textContent);
  const prefix = `jinguo:${page.dataset.user}:${page.dataset.nomination}:`;
  const PAUSE = 2500, AGAIN = 10000;
  const timers = new Map(), dirty = new Set();
  let busy = null, retry = 0, signedOut = false;

  const holderOf = (el) => el.closest("[data-key]");
  const holder = (key) => form.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const controls = (box) => [...box.querySelectorAll("input[name^='f-'], select[name^='f-'], textarea[name^='f-']")];
  const clock = () => new Date(window.jinguo.serverNow()).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

  // ---- what she typed outlives the page: kept in this browser until it is saved, never what is sensitive
  const store = {
    keep(box) { if ("sensitive" in box.dataset) return; try { localStorage.setItem(prefix + box.dataset.key, JSON.stringify({ at: Date.now(), values: valuesOf(box) })); } catch { /* full: the page itself still has it */ } },
    drop(key) { try { localStorage.removeItem(prefix + key); } catch { /* nothing kept */ } },
    read(key) { try { return JSON.parse(localStorage.getItem(prefix + key)); } catch { return null; } },
  };
  const valuesOf = (box) => controls(box).map((el) => [el.name, ["checkbox", "radio"].includes(el.type) ? el.checked : el.value, el.value]);
  function putBack(box, values) {
    for (const [name, value, option] of values) {
      if (!box.querySelector(`[name="${CSS.escape(name)}"]`)) addRow(box);
      for (const el of box.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (typeof value === "boolean") { if (el.value === option) el.checked = value; } else el.value = value;
      }
    }
    controls(box)[0]?.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function offerKept() {
    for (const box of form.querySelectorAll("[data-key]")) {
      const kept = store.read(box.dataset.key);
      if (!kept) continue;
      if (JSON.stringify(kept.values) === JSON.stringify(valuesOf(box))) { store.drop(box.dataset.key); continue; }
      const shown = kept.values.filter(([, v]) => typeof v === "string" && v).map(([, v]) => v).join(" · ");
      if (!shown) { store.drop(box.dataset.key); continue; }
      const note = document.createElement("div");
      note.className = "note tone-blue nom-kept";
      const body = document.createElement("div"), says = document.createElement("p"), text = document.createElement("div");
      body.className = "note-body"; says.className = "note-title"; text.className = "nom-version";
      says.textContent = words.kept.replace("{when}", new Date(kept.at).toLocaleString(document.documentElement.lang));
      text.textContent = shown;
      body.append(says, text);
      for (const [label, act] of [[words.restore, () => putBack(box, kept.values)], [words.forget, () => store.drop(box.dataset.key)]]) {
        const button = document.createElement("button");
        button.type = "button"; button.className = "btn btn-sm"; button.textContent = label;
        button.addEventListener("click", () => { act(); note.remove(); });
        body.append(button, " ");
      }
      note.append(body);
      box.append(note);
    }
  }

  // ---- saving
  function say(box, state, text) {
    const line = box.querySelector("[data-kept]");
    if (!line) return;
    line.hidden = !text;
    line.dataset.state = state;
    line.textContent = text;
  }
  function sayAll(state, text) {
    const line = document.querySelector("#kept");
    if (line) { line.dataset.state = state; line.querySelector("span").textContent = text; }
  }
  function touch(box, wait) {
    const key = box.dataset.key;
    dirty.add(key);
    store.keep(box);
    say(box, "", "");
    clearTimeout(timers.get(key));
    timers.set(key, setTimeout(() => flush(), wait));
  }
  const changed = (event, wait) => {
    const box = event.target.name?.startsWith("f-") && holderOf(event.target);
    if (box && !box.querySelector("[data-clash]")) touch(box, wait);
  };
  form.addEventListener("input", (event) => changed(event, PAUSE));
  form.addEventListener("change", (event) => changed(event, 0));
  form.addEventListener("focusout", (event) => { const box = event.target.name && holderOf(event.target); if (box && dirty.has(box.dataset.key)) flush(); });
  // Enter in a line would press the first button of the form.
  form.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches("input:not([type=radio]):not([type=checkbox])")) { event.preventDefault(); flush(); } });

  function flush() {
    if (busy) return busy.then(() => (dirty.size && !signedOut ? flush() : undefined));
    const keys = [...dirty].filter((key) => holder(key) && !holder(key).querySelector("[data-clash]"));
    if (!keys.length) return Promise.resolve();
    keys.forEach((key) => { dirty.delete(key); clearTimeout(timers.get(key)); });
    busy = send(keys).finally(() => { busy = null; });
    return busy;
  }
  async function send(keys) {
    const data = new FormData(), sent = new Map();
    data.append("key", keys.join(","));
    for (const key of keys) {
      const box = holder(key);
      say(box, "", words.saving);
      sent.set(key, JSON.stringify(valuesOf(box)));
      box.querySelectorAll("input[name], select[name], textarea[name]").forEach((el) => {
        if (!["checkbox", "radio"].includes(el.type) || el.checked) data.append(el.name, el.value);
      });
    }
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin", headers: { "X-Requested-With": "fetch", "X-CSRFToken": window.jinguo.csrf() || "" }, redirect: "error" });
    } catch { return failed(keys, "offline", words.offline, true); }
    if (answer.status === 401) { signedOut = true; failed(keys, "failed", words.signed_out, false); return window.jinguo.signInAgain(); }
    const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : null;
    if (!told) return failed(keys, "failed", answer.status >= 500 ? words.offline : words.refused, answer.status >= 500);
    signedOut = false; retry = 0;
    for (const [key, field] of Object.entries(told.fields)) took(key, field, sent.get(key), told.at);
    for (const key of told.unsaved) { const box = holder(key); if (box) { say(box, "failed", words.refused); box.dataset.refused = "1"; } }
    if (told.refused) refused(told.refused);
    const rules = document.getElementById("rules"), clashing = rules?.querySelector("[data-clash]");
    if (rules && !clashing && !keys.concat([...dirty]).some((key) => dirty.has(key) && rules.contains(holder(key)))) {
      const focused = rules.contains(document.activeElement) ? [document.activeElement.name, document.activeElement.value] : null;
      rules.innerHTML = told.eligibility;
      if (focused) [...rules.querySelectorAll("input")].find((el) => el.name === focused[0] && el.value === focused[1])?.focus();
    }
    if (told.panel) {
      const left = document.querySelector("#panel .left")?.textContent;
      document.getElementById("panel").outerHTML = told.panel;
      if (left) document.querySelector("#panel .left").textContent = left;
    }
    document.querySelectorAll("[data-nominee]").forEach((el) => { el.textContent = told.name; });
    if (told.unsaved.length) sayAll("failed", words.refused); else sayAll("saved", `${words.saved} ${told.at}`);
    if (dirty.size) setTimeout(flush, PAUSE);
  }
  function failed(keys, state, text, tryAgain) {
    keys.forEach((key) => { dirty.add(key); const box = holder(key); if (box) { say(box, "failed", text); store.keep(box); } });
    sayAll("failed", text);
    if (tryAgain) setTimeout(flush, Math.min(AGAIN * 2 ** retry++, 120000));
  }
  function refused(html) {
    const found = new DOMParser().parseFromString(html, "text/html").querySelector("[data-refused]");
    document.querySelectorAll("[data-refused].nom-refused").forEach((old) => old.remove());
    if (found) { found.classList.add("nom-refused"); form.before(document.adoptNode(found)); }
  }
  function took(key, field, sent, at) {
    const box = holder(key);
    if (!box) return;
    if (field.state === "conflict") {
      const fresh = parse(field.html), mine = valuesOf(box);
      box.replaceWith(fresh);
      if (mine.length && fresh.dataset.kind !== "table") putBackQuietly(fresh, mine);
      store.keep(fresh);
      say(fresh, "failed", words.clash);
      return;
    }
    if (field.html && sent === undefined) { const fresh = parse(field.html); box.replaceWith(fresh); say(fresh, "saved", `${words.saved} ${at}`); return; }
    const version = box.querySelector(`[name="v-${CSS.escape(key)}"]`);
    if (version) version.value = field.version;
    box.querySelector("[data-found]").innerHTML = field.found;
    const wrong = /tone-red/.test(field.found);
    box.classList.toggle("field-invalid", wrong);
    controls(box).forEach((el) => { if (wrong) el.setAttribute("aria-invalid", "true"); else el.removeAttribute("aria-invalid"); });
    if (sent === JSON.stringify(valuesOf(box))) { store.drop(key); say(box, "saved", `${words.saved} ${at}`); } else dirty.add(key);
  }
  function putBackQuietly(box, values) {
    for (const [name, value, option] of values) for (const el of box.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (typeof value === "boolean") { if (el.value === option) el.checked = value; } else el.value = value;
    }
  }
  const parse = (html) => document.adoptNode(new DOMParser().parseFromString(html, "text/html").querySelector("[data-key]"));

  // ---- two versions, masked values, rows of tables
  document.addEventListener("click", async (event) => {
    const at = (selector) => event.target.closest(selector);
    let hit;
    if ((hit = at("[data-keep-mine]"))) { const box = holderOf(hit); box.querySelector("[data-clash]").remove(); dirty.add(box.dataset.key); flush(); }
    else if ((hit = at("[data-keep-theirs]"))) { store.drop(holderOf(hit).dataset.key); dirty.delete(holderOf(hit).dataset.key); await flush(); location.hash = holderOf(hit).id; location.reload(); }
    else if ((hit = at("[data-open]"))) {
      event.preventDefault();
      const box = holderOf(hit), data = new FormData();
      data.append("open", hit.dataset.open);
      const answer = await fetch(hit.formAction, { method: "POST", body: data, headers: { "X-Requested-With": "fetch", "X-CSRFToken": window.jinguo.csrf() || "" } }).catch(() => null);
      if (answer?.status === 401) return window.jinguo.signInAgain();
      if (!answer?.ok) return window.jinguo.toast(window.jinguo.words.failed, "red");
      const fresh = parse((await answer.json()).html);
      box.replaceWith(fresh);
      controls(fresh)[0]?.focus();
    } else if ((hit = at("[data-add-row]"))) { const row = addRow(holderOf(hit)); row?.querySelector("input, select")?.focus(); }
    else if ((hit = at("[data-drop-row]"))) { const box = holderOf(hit); hit.closest("tr").remove(); touch(box, 0); }
    else if ((hit = at("[data-copies]"))) {
      const input = document.getElementById(hit.dataset.copies);
      input.select();
      try { await navigator.clipboard.writeText(input.value); } catch { document.execCommand("copy"); }
      hit.querySelector("span").textContent = hit.dataset.copied;
    }
  });
  function addRow(box) {
    const table = box.querySelector("[data-rows]"), pattern = box.querySelector("template[data-blank-row]");
    if (!table) return null;
    const rows = [...table.tBodies[0].rows];
    if (table.dataset.most && rows.length >= Number(table.dataset.most)) return null;
    const used = [...table.querySelectorAll("[name^='f-']")].map((el) => Number(/-(\d+)-[^-]+$/.exec(el.name)?.[1] ?? -1));
    const number = Math.max(-1, ...used) + 1, row = pattern.content.firstElementChild.cloneNode(true);
    row.querySelectorAll("[name]").forEach((el) => { el.name = el.name.replace(/-N-/, `-${number}-`); });
    table.tBodies[0].append(row);
    return row;
  }

  // ---- handing in: what is still being typed goes along with the form itself
  document.addEventListener("click", (event) => { if (event.target.closest("[data-hand-in]")) { timers.forEach(clearTimeout); dirty.clear(); } }, true);
  form.addEventListener("submit", () => { timers.forEach(clearTimeout); });

  addEventListener("online", flush);
  addEventListener("focus", () => { if (dirty.size) { signedOut = false; flush(); } });
  document.addEventListener("visibilitychange", () => { if (document.hidden && dirty.size) flush(); });
  addEventListener("beforeunload", (event) => { if (dirty.size && !form.dataset.sent) event.preventDefault(); });
  offerKept();
})();
