// Drafts: what is typed into [data-draft-key] stays on this device until it was sent, and text areas grow.
const AFTER = 2000;
const DAYS = 30;
const timers = new WeakMap();
const prefix = `draft:${document.body.dataset.person ?? "guest"}:`;
// A rich text field has its markup in a hidden field of the same form.
const markup = (field) => field.form?.elements.html;
const name = (field) => prefix + field.dataset.draftKey;

function say(field, saved) {
  const status = field.form?.querySelector("[data-draft-status]");
  if (status) status.textContent = saved ? status.dataset.draftStatus : "";
}

function save(field) {
  clearTimeout(timers.get(field));
  timers.delete(field);
  if (!field.isConnected) return; // a swap took it away after it was sent
  try {
    if (field.value.trim()) localStorage.setItem(name(field), JSON.stringify({ text: field.value, html: markup(field)?.value, at: Date.now() }));
    else localStorage.removeItem(name(field));
    say(field, Boolean(field.value.trim()));
  } catch {
    say(field, false); // storage is full or forbidden: the text is still in the field
  }
}

function restore(field) {
  const kept = JSON.parse(localStorage.getItem(name(field)) ?? "null");
  // What the server has stays, unless it was written down before what is kept here.
  const there = Date.parse(field.form?.elements.known?.value ?? "");
  if (!kept || (field.value.trim() && !(kept.at > there && kept.text !== field.value))) return;
  field.value = kept.text;
  if (markup(field)) markup(field).value = kept.html ?? "";
  say(field, true);
  field.dispatchEvent(new CustomEvent("draft", { bubbles: true, detail: kept }));
}

function clear(form) {
  form.querySelectorAll("[data-draft-key]").forEach((field) => {
    clearTimeout(timers.get(field));
    localStorage.removeItem(name(field));
    if (markup(field)) markup(field).value = "";
    field.value = ""; // leaving the field must not save what was sent
  });
}

function grow(field) {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight + 2}px`;
}

const fields = (root) => root.querySelectorAll?.("[data-draft-key]") ?? [];

document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.matches?.("textarea")) grow(field);
  if (!field.matches?.("[data-draft-key]")) return;
  clearTimeout(timers.get(field));
  timers.set(field, setTimeout(save, AFTER, field));
});
document.addEventListener("focusout", (event) => event.target.matches?.("[data-draft-key]") && save(event.target));
// The page may be left before the time is over, with the next one or because the session has ended.
addEventListener("pagehide", () => [...fields(document)].filter((field) => timers.has(field)).forEach(save));

// A form that loads the next page: its drafts go when that page shows no error.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const keys = [...fields(event.target)].map((field) => (clearTimeout(timers.get(field)), name(field)));
  if (keys.length) sessionStorage.setItem("sent-drafts", JSON.stringify(keys));
});
// Before the answer takes the form's place: afterwards there would be no form to hear the event.
document.addEventListener("htmx:beforeOnLoad", (event) => event.detail.xhr.status < 300 && event.target.matches("form") && clear(event.target));
document.addEventListener("htmx:load", (event) => fields(event.detail.elt).forEach(restore));

// [data-forget-drafts="<beginning of keys>"]: what was written is not needed any more, wherever that leads.
document.addEventListener("click", (event) => {
  const beginning = event.target.closest?.("[data-forget-drafts]")?.dataset.forgetDrafts;
  if (!beginning) return;
  [...fields(document)].filter((field) => field.dataset.draftKey.startsWith(beginning)).forEach((field) => (clearTimeout(timers.get(field)), (field.value = "")));
  Object.keys(localStorage).filter((key) => key.startsWith(prefix + beginning)).forEach((key) => localStorage.removeItem(key));
});

function settle() {
  const keys = JSON.parse(sessionStorage.getItem("sent-drafts") ?? "[]");
  sessionStorage.removeItem("sent-drafts");
  // Nothing was taken where somebody has to sign in first, as the drafts of another, or has come back from a page that failed.
  const wentBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  const isTaken = !wentBack && !document.querySelector("[data-form-errors]") && keys.every((key) => key.startsWith(prefix));
  if (isTaken) keys.forEach((key) => localStorage.removeItem(key));
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith("draft:"))) {
    const { at } = JSON.parse(localStorage.getItem(key));
    if (Date.now() - at > DAYS * 864e5) localStorage.removeItem(key);
  }
}

try {
  settle();
  fields(document).forEach(restore);
} catch {
  // Without storage there are no drafts, and the page works as before.
}
