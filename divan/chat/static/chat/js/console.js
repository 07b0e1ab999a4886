// Several chats in one page: each that was opened stays, with what is written in it, and the list only changes which one
// is seen. Those that the reader is in are opened unseen, so that nothing waits when it is their turn.
const main = document.querySelector("[data-console]");
const HOME = "/chats/";
const loading = new Map(); // id -> promise of its element
const unread = new Map(); // id -> lines that came while another was looked at
let wanted = null; // the chat that was pressed last: another, whose page came later, is not shown any more
const digits = new Intl.NumberFormat(document.documentElement.lang, { useGrouping: false });
const two = new Intl.NumberFormat(document.documentElement.lang, { minimumIntegerDigits: 2 });

const chats = () => [...main.querySelectorAll(":scope > [data-chat]")];
const chatOf = (id) => chats().find((chat) => chat.dataset.chat === String(id));
const current = () => chats().find((chat) => !chat.hidden);
const bubble = (node, type, detail = {}) => node.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));

// By itself, not as a request of the row that was pressed: the list may be drawn again before the answer is here.
function load(id, path) {
  if (chatOf(id)) return Promise.resolve(chatOf(id));
  if (!loading.has(id)) {
    const asked = fetched(path).then((answer) => {
      if (loading.get(id) !== asked) return loading.get(id) ?? chatOf(id); // asked for again meanwhile
      loading.delete(id);
      return arrived(id, answer);
    });
    loading.set(id, asked);
  }
  return loading.get(id);
}

async function fetched(path) {
  try {
    const answer = await fetch(path, { headers: { "HX-Request": "true" }, cache: "no-store" });
    return answer.ok ? await answer.text() : "";
  } catch {
    return "";
  }
}

function arrived(id, answer) {
  window.htmx.swap(main, answer, { swapStyle: "beforeend" });
  const chat = chatOf(id);
  if (!chat) return null;
  chat.hidden = true;
  bubble(chat, "chat:came");
  return chat;
}

function see(chat) {
  wanted = chat?.dataset.chat ?? null;
  chats().forEach((one) => (one.hidden = one !== chat));
  main.querySelector("[data-nothing]").hidden = Boolean(chat);
  if (chat) main.dataset.pane = "talk";
  else delete main.dataset.pane;
  mark();
  if (!chat) return;
  unread.delete(chat.dataset.chat);
  mark();
  bubble(chat, "chat:shown");
}

async function open(id, path, { isNew = true } = {}) {
  wanted = String(id);
  const chat = await load(id, path);
  if (wanted !== String(id)) return undefined;
  if (!chat) return location.assign(path); // the page itself says why: signed out, say, or not to be seen any more
  if (isNew && location.pathname !== path) history.pushState({ chat: id }, "", path);
  see(chat);
  document.title = document.title.replace(/^.*?(?= · [^·]*$)/, chat.dataset.title);
  if (matchMedia("(pointer: fine)").matches) chat.querySelector("[data-chat-composer]:not([hidden]) .write")?.focus();
  return undefined;
}

// What the list says of unread lines: what the server counted, and what came since.
function mark() {
  document.querySelectorAll("[data-chat-row]").forEach((row) => {
    const id = row.dataset.chatRow;
    const isSeen = current()?.dataset.chat === id;
    const more = unread.get(id) ?? 0;
    row.querySelector("[data-row]").toggleAttribute("aria-current", isSeen);
    if (isSeen) row.querySelector("[data-row]").setAttribute("aria-current", "true");
    if (!isSeen && !more) return;
    row.classList.toggle("unread", !isSeen);
    const count = row.querySelector("[data-unread]");
    count.hidden = row.querySelector("[data-unread-words]").hidden = isSeen;
    if (more) count.textContent = digits.format(more);
  });
}

function mine() {
  document.querySelectorAll("[data-mine]").forEach((row) => load(row.dataset.chatRow, row.dataset.mine));
}

function tick() {
  document.querySelectorAll("[data-since]").forEach((time) => {
    const seconds = Math.max(0, Math.floor((Date.now() - new Date(time.dateTime)) / 1000));
    time.textContent = `${digits.format(Math.floor(seconds / 60))}:${two.format(seconds % 60)}`;
  });
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const link = event.target.closest("[data-chat-link]");
  if (link) {
    event.preventDefault();
    open(link.dataset.chatLink, link.pathname);
  } else if (event.target.closest("a[data-back]")) {
    event.preventDefault();
    history.pushState({}, "", HOME);
    see(null);
  }
});
// What is written in it is a draft until the chat comes again.
function drop(chat) {
  chat?.querySelectorAll("[data-draft-key]").forEach((field) => bubble(field, "focusout"));
  chat?.remove();
}
document.addEventListener("chat-open", ({ detail: { id, path } }) => {
  drop(chatOf(id)); // what its reader may do in it has changed
  loading.delete(String(id));
  open(String(id), path);
});
addEventListener("popstate", () => {
  const id = /\/chats\/(\d+)\/$/.exec(location.pathname)?.[1];
  if (id) open(id, location.pathname, { isNew: false });
  else see(null);
});

// The last words of a chat, as the list would have them when it is read again.
function repeat(chat, lines) {
  const last = lines.findLast((line) => line.kind === "said" && line.text);
  const snippet = document.querySelector(`#chat-row-${chat.dataset.chat} .snippet`);
  if (last && snippet) snippet.textContent = last.text.slice(0, 200);
}

document.addEventListener("chat:lines", ({ target: chat, detail: { lines } }) => {
  repeat(chat, lines);
  if (chat === current() && document.visibilityState === "visible") return;
  const heard = lines.filter((line) => line.text || line.files?.length).length;
  if (heard) unread.set(chat.dataset.chat, (unread.get(chat.dataset.chat) ?? 0) + heard);
  mark();
});
document.addEventListener("visibilitychange", () => current() && (unread.delete(current().dataset.chat), mark()));

document.addEventListener("chats", () => current() && window.htmx.trigger(current().querySelector(".chat-head"), "changed"));

document.addEventListener("chat:gone", ({ target: chat }) => {
  const wasSeen = chat === current();
  chat.remove();
  if (wasSeen) (history.replaceState({}, "", HOME), see(null));
});

document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.id !== "list") return;
  mine();
  mark();
  tick();
});

document.addEventListener("click", ({ target }) => {
  const context = current()?.querySelector(".context");
  if (target.closest("[data-chat-context]")) context?.toggleAttribute("data-open");
  else if (!target.closest(".context, [popover]")) context?.removeAttribute("data-open");
});

setInterval(tick, 1000);
tick();
mine();
mark();
