// To whom a whisper goes. Whoever was chosen stays chosen, also when they leave, and when the page is drawn or loaded again:
// a whisper to one never becomes one to all.
const PREFIX = `draft:${document.body.dataset.person ?? "guest"}:chat-to:`; // kept beside the draft, and dropped like one
const chosen = new Map(); // id of the chat -> {key, name}

const chatOf = (node) => node.closest("[data-chat]");
const selectOf = (chat) => chat.querySelector("select[name=whisper_to]");
const isThere = (select, key) => [...select.options].some((option) => option.value === key && !option.disabled);
const errorOf = (select) => select.form.querySelector("[data-whom-error]");

function choose(chat, one) {
  const id = chat.dataset.chat;
  if (one.key) chosen.set(id, one);
  else chosen.delete(id);
  try {
    if (one.key) localStorage.setItem(PREFIX + id, JSON.stringify({ ...one, at: Date.now() }));
    else localStorage.removeItem(PREFIX + id);
  } catch {
    // Where nothing is kept, drafts are not kept either.
  }
}

// Whoever has left stays in the list, as what is chosen, until somebody who is there is chosen instead.
function show(chat) {
  const select = selectOf(chat);
  if (!select) return;
  const one = chosen.get(chat.dataset.chat);
  select.querySelectorAll("option:disabled").forEach((option) => option.remove());
  const hasLeft = one && !isThere(select, one.key);
  if (hasLeft) {
    const option = new Option(select.dataset.left.replace("{name}", () => `\u2068${one.name}\u2069`), one.key);
    option.disabled = true;
    select.append(option);
  }
  select.value = one?.key ?? "";
  if (!hasLeft) errorOf(select).hidden = true;
}

// What an earlier page kept, for a draft that is there again, or for somebody who still is.
function restore(chat) {
  const select = selectOf(chat);
  if (!select) return;
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + chat.dataset.chat));
    const isNeeded = kept && (isThere(select, kept.key) || select.form.elements.body.value.trim());
    if (isNeeded && !chosen.has(chat.dataset.chat)) chosen.set(chat.dataset.chat, { key: kept.key, name: kept.name });
  } catch {
    // See above.
  }
  show(chat);
}

// From the list while they are in it, afterwards from what they have said.
function nameOf(chat, key) {
  const option = [...selectOf(chat).options].find(({ value, disabled }) => value === key && !disabled);
  const one = chosen.get(chat.dataset.chat);
  return option?.text ?? (one?.key === key ? one.name : null) ?? chat.querySelector(`[data-who="${CSS.escape(key)}"] .by bdi`)?.textContent ?? "?";
}

function refuse(event, select, words) {
  event.preventDefault();
  event.stopImmediatePropagation();
  const error = errorOf(select);
  error.textContent = words;
  error.hidden = false;
}

document.addEventListener("change", ({ target }) => {
  if (!target.matches?.("select[name=whisper_to]")) return;
  const chat = chatOf(target);
  choose(chat, { key: target.value, name: target.selectedOptions[0].text });
  show(chat);
});

// Before anything is sent (writing.js): what the list shows may have been drawn again just now.
document.addEventListener("submit", (event) => {
  const select = event.target.elements?.whisper_to;
  if (!select) return;
  show(chatOf(select));
  const one = select.selectedOptions[0];
  if (one?.disabled) refuse(event, select, select.dataset.gone.replace("{name}", () => `\u2068${chosen.get(chatOf(select).dataset.chat).name}\u2069`));
}, true);

// A whisper that comes back brings its reader along, unless what stands there is for somebody else.
document.addEventListener("chat:unsayable", (event) => {
  const { target: chat, detail: { content } } = event;
  const select = content.whisper && selectOf(chat);
  if (!select) return undefined;
  const { value, form } = select;
  const stands = form.elements.body.value.trim();
  if (stands && value !== content.to) {
    chat.querySelector("[data-chat-mode=note]").click();
    return refuse(event, select, select.dataset.taken);
  }
  choose(chat, { key: content.to, name: content.to && nameOf(chat, content.to) });
  return show(chat);
}, true);

for (const type of ["htmx:oobAfterSwap", "htmx:afterSettle"]) {
  document.addEventListener(type, () => document.querySelectorAll("[data-chat]").forEach(show));
}
document.addEventListener("draft", ({ target }) => target.dataset.draftKey?.startsWith("chat-note:") && restore(chatOf(target)));
document.addEventListener("chat:came", ({ target }) => restore(target));
document.querySelectorAll("[data-chat]").forEach(restore);
