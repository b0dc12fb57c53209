/* Resumable upload for forms marked data-upload. Needs tus.min.js; without scripts the form posts the file itself.

   The form posts to its action: with scripts the fields `upload` (one uid for each finished upload), without them the
   file field. data-done-target names the element that htmx replaces with the answer; without it the page is loaded anew. */
(function () {
  "use strict";
  if (window.jinguoUploads) return;
  window.jinguoUploads = true;

  const PIECE = 5 * 1024 * 1024;
  const PAUSES = [0, 1000, 3000, 5000, 10000, 20000, 30000];

  function element(tag, values, children) {
    const made = document.createElement(tag);
    Object.entries(values || {}).forEach(([name, value]) => {
      if (name === "text") made.textContent = value;
      else made.setAttribute(name, value);
    });
    (children || []).forEach((child) => made.append(child));
    return made;
  }

  function inWords(bytes) {
    const units = ["B", "KB", "MB", "GB"];
    let at = 0;
    while (bytes >= 1024 && at < units.length - 1) { bytes /= 1024; at += 1; }
    return (at ? bytes.toFixed(1) : bytes) + " " + units[at];
  }

  class Box {
    constructor(form) {
      this.form = form;
      this.words = form.dataset;
      this.input = form.querySelector("input[type=file]");
      this.list = form.querySelector("[data-upload-list]");
      this.said = form.querySelector("[data-upload-said]");
      this.zone = form.querySelector("[data-upload-zone]");
      this.rows = new Set();
      this.input.required = false;
      form.classList.add("upload-live");
      this.input.addEventListener("change", () => { this.take(this.input.files); this.input.value = ""; });
      form.addEventListener("submit", (event) => { if (!this.sending) event.preventDefault(); });
      this.allowDropping();
      window.addEventListener("online", () => this.rows.forEach((row) => row.broken && row.start()));
      window.addEventListener("beforeunload", (event) => {
        if ([...this.rows].some((row) => row.running)) event.preventDefault();
      });
      this.showUnfinished();
    }

    say(text) { this.said.textContent = text; }

    allowDropping() {
      const mark = (on) => this.zone.classList.toggle("upload-over", on);
      ["dragenter", "dragover"].forEach((name) => this.zone.addEventListener(name, (event) => {
        event.preventDefault(); mark(true);
      }));
      ["dragleave", "drop"].forEach((name) => this.zone.addEventListener(name, () => mark(false)));
      this.zone.addEventListener("drop", (event) => { event.preventDefault(); this.take(event.dataTransfer.files); });
    }

    take(files) {
      const chosen = this.input.multiple ? [...files] : [...files].slice(0, 1);
      if (!this.input.multiple) this.rows.forEach((row) => row.giveUp());
      chosen.forEach((file) => { const row = new Row(this, file); this.rows.add(row); row.begin(); });
    }

    mark() { return ["jinguo", this.words.user, this.words.kind].join(":"); }

    fingerprint(file) { return [this.mark(), file.name, file.size, file.lastModified].join(":"); }

    /* What an earlier visit left unfinished: the browser forgets the file, not how far it was. */
    showUnfinished() {
      const names = new Set();
      try {
        Object.keys(localStorage).filter((key) => key.startsWith("tus::" + this.mark() + ":")).forEach((key) => {
          names.add(JSON.parse(localStorage.getItem(key)).metadata.filename);
        });
      } catch (problem) { return; }
      names.forEach((name) => {
        const note = element("li", { class: "upload-row upload-earlier", text: this.words.wordEarlier.replace("{name}", name) });
        note.dataset.name = name;
        this.list.append(note);
      });
    }

    forgetNote(name) {
      [...this.list.querySelectorAll(".upload-earlier")].filter((note) => note.dataset.name === name)
        .forEach((note) => note.remove());
    }

    finished() {
      const rows = [...this.rows];
      if (!rows.length || !rows.every((row) => row.uid)) return;
      this.rows.clear();
      rows.forEach((row) => row.forget());
      const target = this.words.doneTarget;
      if (target && window.htmx) {
        const values = new FormData(this.form);
        values.delete(this.input.name);
        const sent = {};
        values.forEach((value, key) => { sent[key] = value; });
        sent.upload = rows.map((row) => row.uid);
        window.htmx.ajax("POST", this.form.action, {
          source: this.form, target: target, swap: this.words.doneSwap || "outerHTML", values: sent,
        });
        return;
      }
      rows.forEach((row) => this.form.append(element("input", { type: "hidden", name: "upload", value: row.uid })));
      this.input.disabled = true;
      this.sending = true;
      this.form.submit();
    }
  }

  class Row {
    constructor(box, file) {
      this.box = box;
      this.file = file;
      this.quarter = 0;
      this.bar = element("progress", { max: "100", value: "0", "aria-label": file.name });
      this.state = element("span", { class: "upload-state" });
      this.pauseButton = element("button", { type: "button", class: "btn btn-sm" });
      this.stopButton = element("button", {
        type: "button", class: "btn btn-sm", text: box.words.wordRemove,
        "aria-label": box.words.wordRemove + " " + file.name,
      });
      this.node = element("li", { class: "upload-row" }, [
        element("span", { class: "upload-name", text: file.name }), this.bar, this.state, this.pauseButton, this.stopButton,
      ]);
      this.pauseButton.addEventListener("click", () => (this.running ? this.pause() : this.start()));
      this.stopButton.addEventListener("click", () => this.giveUp());
      box.forgetNote(file.name);
      box.list.append(this.node);
    }

    begin() {
      const words = this.box.words;
      const most = Number(words.maxBytes || 0);
      if (most && this.file.size > most) {
        return this.refuse(words.wordTooLarge.replace("{limit}", inWords(most)));
      }
      this.upload = new window.tus.Upload(this.file, {
        endpoint: words.endpoint,
        chunkSize: PIECE,
        retryDelays: PAUSES,
        storeFingerprintForResuming: true,
        removeFingerprintOnSuccess: false,
        fingerprint: () => Promise.resolve(this.box.fingerprint(this.file)),
        metadata: { filename: this.file.name, filetype: this.file.type, kind: words.kind },
        headers: { "X-CSRFToken": this.box.form.querySelector("[name=csrfmiddlewaretoken]").value },
        onProgress: (sent, all) => this.show(sent, all),
        onSuccess: () => this.done(),
        onError: (problem) => this.failed(problem),
      });
      return this.upload.findPreviousUploads().then((known) => {
        if (known.length) this.upload.resumeFromPreviousUpload(known[known.length - 1]);
        this.start();
      });
    }

    start() {
      this.running = true;
      this.broken = false;
      this.pauseButton.textContent = this.box.words.wordPause;
      this.pauseButton.hidden = false;
      this.node.classList.remove("upload-wrong");
      this.upload.start();
    }

    pause() {
      this.running = false;
      this.upload.abort();
      this.pauseButton.textContent = this.box.words.wordResume;
      this.tell(this.box.words.wordPaused);
    }

    giveUp() {
      this.running = false;
      if (this.upload && this.upload.url) this.upload.abort(true).catch(() => {});
      else if (this.upload) this.upload.abort();
      this.forget();
      this.box.rows.delete(this);
      this.node.remove();
      this.box.finished();
    }

    show(sent, all) {
      const percent = Math.floor((sent * 100) / all);
      this.bar.value = percent;
      this.state.textContent = percent + "% · " + inWords(sent) + " / " + inWords(all);
      const quarter = Math.floor(percent / 25);
      if (quarter > this.quarter) {
        this.quarter = quarter;
        this.box.say(this.file.name + ": " + percent + "%");
      }
    }

    done() {
      this.running = false;
      this.uid = this.upload.url.replace(/\/+$/, "").split("/").pop();
      this.bar.value = 100;
      this.bar.classList.add("done");
      this.pauseButton.hidden = true;
      this.tell(this.box.words.wordDone);
      this.box.finished();
    }

    failed(problem) {
      this.running = false;
      const answer = problem.originalResponse;
      const status = answer ? answer.getStatus() : 0;
      const type = answer ? answer.getHeader("Content-Type") || "" : "";
      const said = type.startsWith("text/plain") ? answer.getBody() : "";
      if (said && status >= 400 && ![401, 423, 507].includes(status)) return this.refuse(said);
      this.broken = !said;
      this.node.classList.add("upload-wrong");
      this.pauseButton.textContent = this.box.words.wordResume;
      return this.tell(said || this.box.words.wordBroken);
    }

    refuse(text) {
      this.node.classList.add("upload-wrong");
      this.pauseButton.hidden = true;
      this.box.rows.delete(this);
      this.tell(text);
    }

    tell(text) {
      this.state.textContent = text;
      this.box.say(this.file.name + ": " + text);
    }

    forget() {
      const start = "tus::" + this.box.fingerprint(this.file) + "::";
      try {
        Object.keys(localStorage).filter((key) => key.startsWith(start)).forEach((key) => localStorage.removeItem(key));
      } catch (problem) { /* a browser that keeps nothing has nothing to forget */ }
    }
  }

  function wake(root) {
    if (!window.tus || !window.tus.isSupported) return;
    const forms = root.matches && root.matches("form[data-upload]") ? [root] : root.querySelectorAll("form[data-upload]");
    forms.forEach((form) => { if (!form.jinguoUpload) form.jinguoUpload = new Box(form); });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => wake(document));
  else wake(document);
  document.addEventListener("htmx:load", (event) => wake(event.target));
})();
