// Who is typing: we tell the others, and they tell us; of a visitor what they type, as the site allows.
const EVERY = 3000; // how often others are told that somebody still types
const GONE = 6000; // after this silence they have stopped

const chatOf = (node) => node.closest("[data-chat]");

// Typing, ours.
const told = new WeakMap(); // form -> when the others were told

function typing(form, isTyping) {
  const whisper = form.dataset.composer === "note" ? { whisper: true } : {};
  chatOf(form).dispatchEvent(new CustomEvent("chat:tell", { bubbles: true, detail: { typing: isTyping, ...whisper } }));
}

function stop(form) {
  if (told.delete(form)) typing(form, false);
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("[data-chat-composer] .write")) return;
  if (!target.value.trim()) stop(target.form);
  else if (Date.now() - (told.get(target.form) ?? 0) > EVERY) {
    told.set(target.form, Date.now());
    typing(target.form, true);
  }
});

// Typing, theirs: chat -> who -> {name, timer}.
const writers = new WeakMap();

function tellWriters(chat) {
  const names = [...(writers.get(chat)?.values() ?? [])].map(({ name }) => name);
  const line = chat.querySelector("[data-writing]");
  line.hidden = !names.length;
  line.querySelector("b").textContent = names.join(" · ");
}

function stopped(chat, who) {
  const all = writers.get(chat);
  clearTimeout(all?.get(who)?.timer);
  all?.delete(who);
  if (who.startsWith("visitor:")) preview(chat, "");
  tellWriters(chat);
}

function preview(chat, text) {
  const line = chat.querySelector("[data-preview]");
  line.hidden = !text;
  line.querySelector("[data-preview-text]").textContent = text;
}

const nameOf = (chat, key) => chat.querySelector(`[data-reader="${CSS.escape(key.startsWith("visitor:") ? "visitor" : key)}"] bdi`)?.textContent ?? "";

document.addEventListener("chat:note", ({ target: chat, detail: { who, note } }) => {
  const key = who?.key ?? who;
  if (!key || key === chat.dataset.me) return;
  if (!note.typing) return stopped(chat, key);
  if (!writers.has(chat)) writers.set(chat, new Map());
  clearTimeout(writers.get(chat).get(key)?.timer);
  writers.get(chat).set(key, { name: who?.name ?? nameOf(chat, key), timer: setTimeout(stopped, GONE, chat, key) });
  if (key.startsWith("visitor:")) preview(chat, note.text ?? "");
  return tellWriters(chat);
});
document.addEventListener("chat:lines", ({ target: chat, detail: { lines } }) => lines.forEach((line) => line.who && stopped(chat, line.who.key)));
