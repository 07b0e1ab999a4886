// Drafts on the server: two seconds after the last key and when the composer is left, so that they survive this
// device. draft.js keeps them here first. A newer version from another device is shown, never written over unseen.
const AFTER = 2000;
const timers = new WeakMap();
const saved = new WeakMap(); // form -> what was saved last
const running = new WeakMap();

const headers = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}");
const unsent = new Set(["csrfmiddlewaretoken", "known", "seen", "client_key", "mode", "group", "then", "send_at"]);

function body(form) {
  const data = new FormData(form);
  data.delete("files");
  return data;
}

const words = (data) => JSON.stringify([...data].filter(([name, value]) => !unsent.has(name) && value !== ""));

function say(form, text) {
  const status = form.querySelector("[data-draft-status]");
  if (status) status.textContent = text ?? status.dataset.draftStatus;
}

function showOther(form, current) {
  form.elements.known.value = current.saved;
  if (current.state !== "draft" || current.text === form.elements.body.value) return;
  const box = form.querySelector("[data-elsewhere]");
  box.querySelector("[data-elsewhere-text]").textContent = current.text;
  box.hidden = false;
  const take = box.querySelector("[data-elsewhere-take]");
  take.hidden = false;
  take.onclick = () => {
    if (form.editor) form.editor.commands.setContent(current.html || current.text, { emitUpdate: true });
    else form.elements.body.value = current.text;
    box.hidden = true;
  };
}

async function save(form) {
  clearTimeout(timers.get(form));
  const data = body(form);
  const now = words(data);
  if (!form.isConnected || form.classList.contains("htmx-request") || saved.get(form) === now) return;
  running.get(form)?.abort();
  const stop = new AbortController();
  running.set(form, stop);
  try {
    const answer = await fetch(form.dataset.saveDraft, { method: "POST", body: data, headers: headers(), signal: stop.signal, keepalive: now.length < 50_000 });
    const told = await answer.json();
    if (answer.status === 409) showOther(form, told.current);
    if (!answer.ok) return;
    saved.set(form, now);
    form.elements.known.value = told.saved;
    say(form, told.saved ? undefined : "");
  } catch {
    // Offline, or sent meanwhile: the text is on this device, and the next key tries again.
  }
}

document.addEventListener("focusin", (event) => {
  const form = event.target.closest?.("[data-save-draft]");
  if (form && !saved.has(form)) saved.set(form, words(body(form)));
});

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("[data-save-draft]");
  if (!form) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(save, AFTER, form));
});

document.addEventListener("focusout", (event) => {
  const form = event.target.closest?.("[data-save-draft]");
  if (form && !form.contains(event.relatedTarget) && saved.has(form)) save(form);
});

// What is on its way to be saved must not arrive after what is sent.
document.addEventListener("submit", (event) => {
  clearTimeout(timers.get(event.target));
  running.get(event.target)?.abort();
}, true);
