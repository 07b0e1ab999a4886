// The lines of a chat: new ones are copies of the templates of the page, filled with text, never with markup. A thread
// stays at its end when it was there; a line that is still on its way stands there already, and says so.
const NEAR = 120;
const RUN = 5 * 60_000; // whoever goes on within this time needs no name again
const LINK = /https?:\/\/[^\s<>"'`]+/gi;
const TRAILING = /[.,;:!?…»”’*_~|،؛؟。)\]}]+$/;
const left = new WeakSet(); // threads whose reader has scrolled up

const chatOf = (node) => node.closest("[data-chat]");
const latestOf = (chat) => chat.querySelector("[data-lines]");
const threadOf = (chat) => chat.querySelector("[data-thread]");
const template = (name) => document.querySelector(`template[data-line="${CSS.escape(name)}"]`);
const copyOf = (name) => template(name)?.content.firstElementChild.cloneNode(true);

const clock = (chat, at) => new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: chat.dataset.zone }).format(new Date(at));

function initials(name) {
  const words = name.match(/[\p{L}\p{N}][^\s.@]*/gu) ?? ["?"];
  return [...new Set([words[0], words.at(-1)])].map((word) => [...word][0]).join("").toLocaleUpperCase(document.documentElement.lang);
}

function portray(avatar, who) {
  if (who.photo) avatar.replaceChildren(Object.assign(new Image(), { src: who.photo, alt: "" }));
  else avatar.textContent = initials(who.name);
}

// Addresses become links; the text around them stays text.
function link(node) {
  const text = node.textContent;
  const parts = [];
  let from = 0;
  for (const hit of text.matchAll(LINK)) {
    const href = hit[0].replace(TRAILING, "");
    parts.push(text.slice(from, hit.index), Object.assign(document.createElement("a"), { href, textContent: href, target: "_blank", rel: "noopener noreferrer nofollow" }));
    from = hit.index + href.length;
  }
  if (parts.length) node.replaceChildren(...parts, text.slice(from));
}

function nameOf(line, me) {
  if (line.kind === "ended" && !line.who.name) return line.data?.reason === "visitor" ? "ended-visitor" : "ended-quiet";
  if (line.kind !== "said" && line.kind !== "whispered") return line.who?.name || !template(`${line.kind}-quiet`) ? line.kind : `${line.kind}-quiet`;
  if (line.who.side !== "expert") return "visitor";
  const side = line.who.key === me ? "own" : "second";
  if (line.kind === "said") return side;
  return line.to ? `${side}-whisper-to` : `${side}-whisper`;
}

// Names stand where the template has them in braces; each language has its own order.
function name(node, line) {
  const names = { "{name}": line.who?.name ?? "", "{title}": line.who?.title ?? "", "{to}": line.to?.name ?? "" };
  node.querySelectorAll("bdi").forEach((place) => {
    const known = names[place.textContent];
    if (known === "") place.remove();
    else if (known !== undefined) place.textContent = known;
  });
}

const isPicture = ({ type }) => template("picture").dataset.types.split(" ").includes(type);

function pictureOf({ url, name: title }) {
  const one = Object.assign(copyOf("picture"), { href: `${url}?show=1`, title });
  Object.assign(one.querySelector("img"), { src: one.href, alt: title });
  return one;
}

function fileOf({ url, name: title }) {
  const one = Object.assign(copyOf("file"), { href: url });
  one.querySelector("bdi").textContent = title;
  return one;
}

function attach(node, line) {
  const place = node.querySelector("[data-files]");
  for (const file of line.files ?? []) {
    place.append(isPicture(file) ? pictureOf(file) : fileOf(file));
    place.hidden = false;
  }
  if (!line.article) return;
  const one = copyOf("article");
  one.querySelector("a").href = line.article.url;
  one.querySelector("bdi").textContent = line.article.title;
  place.after(one);
}

function draw(chat, line) {
  const node = copyOf(nameOf(line, chat.dataset.me));
  if (!node) return null; // what its reader may not read has a number and nothing else
  Object.assign(node.dataset, { n: line.n ?? "", public: line.public ?? "", who: line.who?.key ?? "", at: line.at });
  name(node, line);
  node.querySelector("[data-time]").textContent = clock(chat, line.at);
  const text = node.querySelector("[data-text]");
  if (!text) return node;
  portray(node.querySelector(".avatar"), line.who);
  text.textContent = line.text ?? "";
  text.hidden = !line.text || Boolean(line.article); // its card says more than its address
  if (line.lang) text.lang = line.lang;
  link(text);
  attach(node, line);
  return node;
}

// A name stands above the first of a run only.
function runs(list) {
  [...list.children].forEach((node) => {
    const before = node.previousElementSibling;
    const sameBy = () => before.querySelector(".by")?.firstElementChild?.outerHTML === node.querySelector(".by")?.firstElementChild?.outerHTML;
    node.classList.toggle("run", Boolean(before && node.dataset.who && before.dataset.who === node.dataset.who && before.className.replace(" run", "") === node.className.replace(" run", "") && sameBy() && new Date(node.dataset.at) - new Date(before.dataset.at) < RUN));
  });
}

function mark(node, name) {
  const marks = node.querySelector("[data-marks]");
  const words = document.querySelector(`template[data-mark="${name}"]`)?.content.cloneNode(true);
  marks.replaceChildren(...(words ? [words] : []));
  return marks;
}

// The newest message to everybody that the visitor has read says so.
function read(chat) {
  const reached = Number(chat.dataset.visitorRead ?? 0);
  const said = [...chat.querySelectorAll(".bubble.own:not(.whisper, [data-key])")];
  const last = said.findLast((node) => node.dataset.public && Number(node.dataset.public) <= reached);
  chat.querySelectorAll("[data-mark-read]").forEach((node) => (mark(node, ""), node.removeAttribute("data-mark-read")));
  if (last) (mark(last, "read"), last.toggleAttribute("data-mark-read", true));
}

// In the list of those who are in the chat: who has read everything that they may read.
function readers(chat) {
  const lastPublic = Math.max(0, ...[...chat.querySelectorAll("[data-public]")].map((node) => Number(node.dataset.public)));
  const reached = JSON.parse(chat.dataset.expertsRead ?? "{}");
  chat.querySelectorAll("[data-reader]").forEach((place) => {
    const who = place.dataset.reader;
    const hasRead = who === "visitor" ? Number(chat.dataset.visitorRead) >= lastPublic : reached[who] >= Number(chat.dataset.last);
    place.querySelector("[data-read]").hidden = !hasRead;
  });
}

const end = (chat) => (threadOf(chat).scrollTop = threadOf(chat).scrollHeight);
const settle = (chat) => left.has(threadOf(chat)) || end(chat);

// What is in sight of a reader who looks at the page has been read.
function seen(chat) {
  if (document.visibilityState !== "visible" || !chat.checkVisibility() && !threadOf(chat).checkVisibility()) return;
  chat.dispatchEvent(new CustomEvent("chat:read", { bubbles: true, detail: { n: Number(chat.dataset.last) } }));
}

document.addEventListener("chat:lines", ({ target: chat, detail: { lines } }) => {
  const list = latestOf(chat);
  for (const line of lines) {
    chat.dataset.last = line.n;
    const own = line.key && list.querySelector(`[data-key="${CSS.escape(line.key)}"]`);
    (own || list.querySelector(`[data-key][data-n="${line.n}"]`))?.remove();
    const node = draw(chat, line);
    const waiting = list.querySelector("[data-key]");
    if (node) waiting ? waiting.before(node) : list.append(node);
  }
  runs(list);
  read(chat);
  readers(chat);
  settle(chat);
  seen(chat);
});

document.addEventListener("chat:saying", ({ target: chat, detail: { key, content } }) => {
  const me = { key: chat.dataset.me, name: "", side: "expert" };
  const line = { kind: content.whisper ? "whispered" : "said", who: me, text: content.text, at: new Date().toISOString() };
  const node = draw(chat, line);
  node.dataset.key = key;
  node.querySelector(".by").hidden = true;
  node.classList.add("sending");
  mark(node, "sending");
  latestOf(chat).append(node);
  node.content = content;
  left.delete(threadOf(chat));
  end(chat);
});

document.addEventListener("chat:stored", ({ target: chat, detail: { key, n } }) => {
  const node = latestOf(chat).querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (node && latestOf(chat).querySelector(`[data-n="${n}"]`)) node.remove();
  else if (node) node.dataset.n = n;
});

document.addEventListener("chat:declined", ({ target: chat, detail: { key, why, final } }) => {
  const node = latestOf(chat).querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!node) return;
  const marks = mark(node, "declined");
  marks.querySelector("[data-why]").textContent = why;
  marks.querySelectorAll("button").forEach((button) => (button.hidden = !final)); // otherwise it goes by itself
  settle(chat);
});

document.addEventListener("click", ({ target }) => {
  const way = target.closest("[data-again], [data-back]:is(button)");
  const node = way?.closest(".bubble[data-key]");
  if (!node) return;
  const type = "again" in way.dataset ? "chat:say" : "chat:unsayable";
  const chat = chatOf(node);
  const isTaken = chat.dispatchEvent(new CustomEvent(type, { bubbles: true, cancelable: true, detail: { content: node.content } }));
  if (isTaken) node.remove();
});

document.addEventListener("chat:state", ({ target: chat, detail: { state } }) => {
  chat.dataset.visitorRead = state.visitor?.read ?? 0;
  read(chat);
  chat.dataset.expertsRead = JSON.stringify(Object.fromEntries((state.experts ?? []).map((one) => [one.key, one.read])));
  readers(chat);
});

document.addEventListener("chat:reset", ({ target: chat }) => {
  latestOf(chat).replaceChildren();
  threadOf(chat).querySelectorAll(":scope > .row, :scope > .latest:not([data-lines])").forEach((part) => part.remove());
});

document.addEventListener("scroll", ({ target: box }) => {
  if (!box.matches?.("[data-thread]") || !box.clientHeight) return;
  const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
  if (isAtEnd) left.delete(box);
  else left.add(box);
}, true);

// Earlier lines come above; what is read stays where it is.
let height = 0;
document.addEventListener("htmx:beforeSwap", ({ target }) => {
  const box = target.closest?.("[data-thread]");
  if (box) height = box.scrollHeight - box.scrollTop;
});
document.addEventListener("htmx:afterSwap", ({ target }) => {
  const box = target.closest?.("[data-thread]");
  if (!box) return;
  dress(chatOf(box));
  box.scrollTop = box.scrollHeight - height;
});

function dress(chat) {
  chat.querySelectorAll("[data-text]").forEach((text) => text.childElementCount || link(text));
  chat.querySelectorAll(".latest").forEach(runs);
}

function begin(chat) {
  dress(chat);
  document.fonts.ready.then(() => settle(chat));
  seen(chat);
}

document.addEventListener("chat:came", ({ target }) => begin(target));
document.addEventListener("chat:shown", ({ target }) => (settle(target), seen(target)));
document.addEventListener("chat:opened", ({ target }) => seen(target));
document.addEventListener("visibilitychange", () => document.querySelectorAll("[data-chat]").forEach(seen));
document.querySelectorAll("[data-chat]").forEach(begin);
