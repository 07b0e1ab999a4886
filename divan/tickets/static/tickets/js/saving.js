// Drafts on the server: two seconds after the last key and when the composer is left, so that they survive this
// device. draft.js keeps them here first. A newer version from another device is shown, never written over unseen.
const AFTER = 2000;
const timers = new WeakMap();
const saved = new WeakMap(); // form -> what was saved last
const running = new WeakMap(); // form -> the saving that is under way
const PATIENCE = 5000;

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

// One at a time: a version that the server has kept, but this page has not heard of, would look like another device's.
async function save(form) {
  clearTimeout(timers.get(form));
  await running.get(form);
  const now = words(body(form));
  if (!form.isConnected || form.classList.contains("htmx-request") || running.has(form) || saved.get(form) === now) return;
  running.set(form, keep(form, now));
  await running.get(form);
  running.delete(form);
}

async function keep(form, now) {
  try {
    const answer = await fetch(form.dataset.saveDraft, { method: "POST", body: body(form), headers: headers(), signal: AbortSignal.timeout(4 * PATIENCE), keepalive: now.length < 50_000 });
    const told = await answer.json();
    if (answer.status === 409) showOther(form, told.current);
    if (!answer.ok) return;
    saved.set(form, now);
    form.elements.known.value = told.saved;
    say(form, told.saved ? undefined : "");
  } catch {
    // Offline: the text is on this device, and the next key tries again.
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

// What is on its way to be saved must not arrive after what is sent, and is heard of before.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  clearTimeout(timers.get(form));
  if (!running.has(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  await Promise.race([running.get(form), new Promise((done) => setTimeout(done, PATIENCE))]);
  running.delete(form);
  setTimeout(() => form.isConnected && form.requestSubmit(event.submitter)); // after forms.js has freed the button
}, true);
