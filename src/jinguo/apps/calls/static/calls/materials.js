// Uploads on the nomination page: dropped or chosen, resumed by the tus protocol, checked at once. Without it the form posts the file.
(() => {
  "use strict";
  const page = document.querySelector("[data-nomination]");
  if (!page || !window.tus) return;
  const words = JSON.parse(document.getElementById("nomination-words").textContent);
  const headers = () => ({ "X-CSRFToken": window.jinguo.csrf() || "", "X-Requested-With": "fetch" });

  function swap(html, section) {
    const parsed = new DOMParser().parseFromString(html, "text/html"), fresh = parsed.querySelector("[data-wish]"), panel = parsed.getElementById("panel");
    if (fresh) section.replaceWith(document.adoptNode(fresh));
    if (panel) document.getElementById("panel")?.replaceWith(document.adoptNode(panel));
    return fresh;
  }
  async function post(url, data, section) {
    const answer = await fetch(url, { method: "POST", body: data, headers: headers() }).catch(() => null);
    if (!answer) throw new Error(window.jinguo.words.offline);
    if (answer.status === 401) { window.jinguo.signInAgain(); throw new Error(words.signed_out); }
    const text = await answer.text();
    if (!answer.ok) throw new Error(reasonIn(text) || window.jinguo.words.failed);
    return { text, section };
  }
  const said = (answer) => (answer.getHeader("Content-Type") || "").startsWith("text/plain") ? answer.getBody() : reasonIn(answer.getBody() || "");
  const reasonIn = (text) => [...new DOMParser().parseFromString(text, "text/html").querySelectorAll(".reasons li span")].map((el) => el.textContent.trim()).join(" ");

  function line(form, name) {
    const row = document.createElement("div"), label = document.createElement("span"), bar = document.createElement("progress"), says = document.createElement("span"), stop = document.createElement("button");
    row.className = "drop-line"; label.textContent = name; bar.max = 1; bar.value = 0; bar.setAttribute("aria-label", name); says.className = "small soft num";
    stop.type = "button"; stop.className = "btn btn-quiet btn-sm"; stop.textContent = words.cancel;
    row.append(label, bar, says, stop);
    form.querySelector("[data-progress]").append(row);
    return { row, bar, says, stop };
  }
  function wrong(shown, text) {
    shown.row.classList.add("tone-red", "drop-wrong");
    shown.bar.remove(); shown.stop.remove();
    shown.says.textContent = text;
  }

  // One file after another: a section is replaced when its file is in, and the next goes on in the new one.
  async function take(section, files) {
    const key = section.dataset.wish;
    for (const file of files) {
      const form = document.querySelector(`[data-wish="${CSS.escape(key)}"] [data-drop]`);
      if (!form) return;
      const shown = line(form, file.name);
      try {
        const address = await upload(form, file, shown);
        shown.says.textContent = words.checking;
        const data = new FormData();
        data.append("upload", address.replace(/\/$/, "").split("/").pop());
        const code = form.querySelector("input[name=code]");
        if (code) data.append("code", code.value);
        const replaced = form.querySelector("input[name=replaces]");
        if (replaced) data.append("replaces", replaced.value);
        const wrongs = [...form.querySelectorAll(".drop-wrong")];
        const { text } = await post(form.action, data, section);
        const fresh = swap(text, document.querySelector(`[data-wish="${CSS.escape(key)}"]`));
        fresh?.querySelector("[data-progress]")?.append(...wrongs);
      } catch (problem) { if (problem.message) wrong(shown, problem.message); else shown.row.remove(); }
    }
  }
  function upload(form, file, shown) {
    return new Promise((done, fail) => {
      const sending = new tus.Upload(file, {
        endpoint: form.dataset.uploads, retryDelays: [0, 1000, 3000, 10000, 30000, 60000], chunkSize: 8 * 1024 * 1024, removeFingerprintOnSuccess: true,
        metadata: { filename: file.name, kind: form.dataset.kind }, headers: { "X-Requested-With": "fetch" },
        onBeforeRequest: (request) => { request.setHeader("X-CSRFToken", window.jinguo.csrf() || ""); },
        onShouldRetry: (problem) => {
          const status = problem.originalResponse?.getStatus() || 0;
          if (status === 401) { window.jinguo.signInAgain(); return true; }
          shown.says.textContent = words.again;
          return !status || status >= 500 && status !== 507 || status === 409 || status === 423;
        },
        onProgress: (sent, total) => { shown.bar.max = total || 1; shown.bar.value = sent; shown.says.textContent = `${words.uploading} ${total ? Math.floor(100 * sent / total) : 0}%`; },
        onSuccess: () => done(sending.url),
        onError: (problem) => fail(new Error((problem.originalResponse?.getStatus() || 500) < 500 || problem.originalResponse?.getStatus() === 507 ? said(problem.originalResponse) || words.failed : words.failed)),
      });
      shown.stop.addEventListener("click", () => { sending.abort(true); fail(new Error("")); });
      sending.findPreviousUploads().then((before) => { if (before.length) sending.resumeFromPreviousUpload(before[0]); sending.start(); });
    });
  }

  document.addEventListener("change", (event) => {
    const form = event.target.matches("[data-drop] input[type=file]") && event.target.closest("[data-drop]");
    if (form && event.target.files.length) { const files = [...event.target.files]; event.target.value = ""; take(form.closest("[data-wish]"), files); }
  });
  for (const kind of ["dragover", "dragleave", "drop"]) document.addEventListener(kind, (event) => {
    const zone = event.target.closest?.("[data-drop]");
    if (kind === "dragover") { event.preventDefault(); if (event.dataTransfer) event.dataTransfer.dropEffect = zone ? "copy" : "none"; }
    document.querySelectorAll(".drop-over").forEach((el) => el.classList.toggle("drop-over", kind === "dragover" && el === zone));
    if (zone && kind === "dragover") zone.classList.add("drop-over");
    if (kind === "drop") { event.preventDefault(); if (zone && event.dataTransfer.files.length) take(zone.closest("[data-wish]"), [...event.dataTransfer.files]); }
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-material-form]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const section = form.closest("[data-wish]");
    try { const { text } = await post(form.action, new FormData(form), section); swap(text, section); } catch (problem) { window.jinguo.toast(problem.message, "red"); }
  }, true);

  // The Word form was taken: show its version, and propose it for the scan that will come back.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("#paper form[data-download]")) return;
    setTimeout(async () => {
      const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
      if (!answer?.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const paper = fresh.getElementById("paper"), code = fresh.getElementById("code-new"), here = document.getElementById("code-new");
      if (paper) document.getElementById("paper").replaceWith(document.adoptNode(paper));
      if (code && here && here.value === here.defaultValue) { here.value = code.value; here.defaultValue = code.value; }
    }, 3200);
  });
})();
