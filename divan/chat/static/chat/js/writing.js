// Composers of a chat: one to everybody and one for whispers, each with a text of its own, so that neither is ever sent as
// the other. Enter sends.
const WORDS = 8; // from so many characters a piece of a whisper is one

const chatOf = (node) => node.closest("[data-chat]");
const composers = (chat) => [...chat.querySelectorAll("[data-chat-composer]")];
const composerOf = (chat, mode) => composers(chat).find((form) => form.dataset.composer === mode);
const isWhisper = (form) => form.dataset.composer === "note";

function show(chat, mode) {
  const wanted = composerOf(chat, mode);
  if (!wanted) return;
  composers(chat).forEach((form) => (form.hidden = form !== wanted));
  wanted.elements.body.focus();
}

function contentOf(form) {
  const files = [...form.querySelectorAll("[name=attachments]")].map((input) => Number(input.value));
  const to = form.elements.whisper_to?.value ?? "";
  const { uploadKey } = chatOf(form).dataset; // a guest's files are known by it
  return { text: form.elements.body.value.trim(), files, ...(uploadKey ? { upload_key: uploadKey } : {}), ...(isWhisper(form) ? { whisper: true, to } : {}) };
}

function write(area, text) {
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function empty(form) {
  form.elements.body.value = "";
  form.querySelectorAll("[data-upload]").forEach((row) => row.remove());
  form.querySelectorAll("[data-upload-list], [data-attach]").forEach((part) => (part.hidden = true));
  form.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
  form.elements.body.dispatchEvent(new Event("focusout", { bubbles: true })); // the draft is over
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-chat-composer]")) return;
  event.preventDefault();
  const content = contentOf(form);
  if (!content.text && !content.files.length) return;
  empty(form);
  chatOf(form).dispatchEvent(new CustomEvent("chat:say", { bubbles: true, detail: { content } }));
  form.elements.body.focus();
});

// A phone's Enter begins a new line; its button sends.
document.addEventListener("keydown", (event) => {
  const area = event.target;
  if (!area.matches?.("[data-chat-composer] .write") || event.isComposing) return;
  if (event.key === "Escape") chatOf(area).querySelector("[data-thread]").focus({ preventScroll: true });
  if (event.key !== "Enter" || event.shiftKey || matchMedia("(pointer: coarse)").matches) return;
  event.preventDefault();
  area.form.requestSubmit();
});

document.addEventListener("click", ({ target }) => {
  const mode = target.closest("[data-chat-mode]");
  if (mode) return show(chatOf(mode), mode.dataset.chatMode);
  const opener = target.closest("[data-chat-attach]");
  if (!opener) return undefined;
  const area = opener.closest("form").querySelector("[data-attach]");
  area.hidden = !area.hidden;
  return area.hidden || area.querySelector("input[type=file]").click();
});

// A file that is dropped anywhere on a composer is attached.
for (const type of ["dragover", "drop"]) {
  document.addEventListener(type, (event) => {
    const area = event.target.closest?.("[data-chat-composer]")?.querySelector("[data-attach]");
    const input = area?.querySelector("input[type=file]");
    if (!input || event.target === input || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    area.hidden = false;
    if (type !== "drop") return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// What was not taken in stands where it was written; a whisper never stands anywhere else.
document.addEventListener("chat:unsayable", (event) => {
  const { target: chat, detail: { content } } = event;
  const form = composerOf(chat, content.whisper ? "note" : "reply");
  if (!form) return event.preventDefault();
  show(chat, form.dataset.composer);
  return write(form.elements.body, content.text);
});

// When composers are drawn again, what stands in them is kept as a draft, and the same one is seen.
let lastMode = "";
document.addEventListener("htmx:oobBeforeSwap", ({ target }) => {
  if (!target.matches?.(".dock")) return;
  lastMode = target.querySelector("[data-chat-composer]:not([hidden])")?.dataset.composer ?? "";
  target.querySelectorAll("[data-draft-key]").forEach((field) => field.dispatchEvent(new Event("focusout", { bubbles: true })));
});
document.addEventListener("htmx:oobAfterSwap", ({ target }) => {
  if (!target.matches?.(".dock") || !composerOf(chatOf(target), lastMode)) return;
  composers(chatOf(target)).forEach((form) => (form.hidden = form.dataset.composer !== lastMode));
});

// Words of a whisper that are put into a message to everybody: asked once.
let held = null;
document.addEventListener("paste", (event) => {
  const form = event.target.closest?.("[data-chat-composer]");
  const text = event.clipboardData.getData("text/plain").trim();
  if (event.clipboardData.files.length && form?.querySelector("[data-attach]")) form.querySelector("[data-attach]").hidden = false;
  if (!form || isWhisper(form) || text.length < WORDS) return;
  const whispers = [...chatOf(form).querySelectorAll(".bubble.whisper [data-text]")].map((node) => node.textContent.trim());
  if (!whispers.some((whisper) => whisper && (whisper.includes(text) || whisper.length >= WORDS && text.includes(whisper)))) return;
  event.preventDefault();
  held = { area: form.elements.body, text };
  document.getElementById("from-whisper").showModal();
});
document.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-insert-whisper]")) return;
  target.closest("dialog").close();
  held.area.focus();
  write(held.area, held.text);
});
