// A room that is open: lines come and go over realtime/js/lines.js. What somebody wrote becomes text and nothing else;
// every sentence comes from the page's templates. Without this script the form sends, and links lead to earlier lines.
const log = document.getElementById("room-lines");
const form = document.getElementById("composer-room");
const field = form.elements.body;
const { room, me, zone } = log.dataset;
const language = document.documentElement.lang;
const A_RUN = 5 * 60_000; // lines of one person within it stand under one name
const STILL_THERE = 6000; // somebody who writes says so again before that
const SAY_AGAIN = 3000;
const NEAR = 80; // pixels from the end that count as being there
const LINK = /https?:\/\/[^\s<>"'`]+/giu;
const TRAILING = /[.,;:!?…»”’*_~|،؛؟。)\]}]+$/u;

const { Lines } = await import(log.dataset.module);
const lines = new Lines({ key: `rooms ${me}` }); // what one person has not sent is nobody else's
// As the server writes them: English days before months, hours up to 24.
const locale = language === "en" ? "en-GB" : language;
const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
const calendar = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: zone });
const writing = new Map(); // listener -> when that is over
let people = [];
let last = Number(log.dataset.last);
let told = 0;
let day = dayOf([...log.querySelectorAll("[data-at]")].at(-1)?.dataset.at);

const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
const make = (id) => document.getElementById(`line-${id}`).content.cloneNode(true).firstElementChild;
const nameOf = (key) => people.find((one) => one.key === key)?.name ?? "";

function dayOf(at) {
  return at ? calendar.format(new Date(at)) : "";
}

function toEnd() {
  log.scrollTop = log.scrollHeight;
  document.getElementById("room-newest").hidden = true;
}

// Addresses become links that pass on nothing; a full stop or a bracket behind one belongs to the sentence.
function linked(line) {
  const parts = [];
  let end = 0;
  for (const match of line.matchAll(LINK)) {
    const href = match[0].replace(TRAILING, "");
    const link = Object.assign(document.createElement("a"), { href, textContent: href, rel: "nofollow noopener noreferrer", dir: "ltr" });
    parts.push(line.slice(end, match.index), link);
    end = match.index + href.length;
  }
  return [...parts, line.slice(end)];
}

function paragraphs(text) {
  return text.split(/\n\s*\n/u).filter((block) => block.trim()).map((block) => {
    const paragraph = Object.assign(document.createElement("p"), { dir: "auto" });
    block.split("\n").forEach((line, place) => paragraph.append(...(place ? [document.createElement("br")] : []), ...linked(line)));
    return paragraph;
  });
}

function sizeOf(bytes) {
  const [unit, divisor] = bytes < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(bytes / divisor);
}

function fileOf({ name, size, type, url }) {
  const file = make(type ? "picture" : "file");
  file.href = url;
  if (type) file.querySelector("img").src = `${url}?show=1`;
  file.querySelector("[data-name]").textContent = name;
  file.querySelector("[data-size]").textContent = sizeOf(size);
  return file;
}

function bubbleOf({ n, kind, at, who, text = "", lang = "", files = [] }) {
  const bubble = make(kind);
  if (n) bubble.id = `line-${n}`;
  Object.assign(bubble.dataset, { n: n ?? "", who: who.key, at });
  bubble.querySelector("[data-name]").textContent = who.name;
  bubble.querySelector("[data-time]").textContent = clock.format(new Date(at));
  if (kind !== "said") return bubble;
  bubble.classList.toggle("own", who.key === me);
  const template = document.querySelector(`template[data-avatar="${CSS.escape(who.key)}"]`) ?? document.querySelector("template[data-avatar='']");
  bubble.querySelector(".said").before(template.content.cloneNode(true));
  const said = bubble.querySelector(".said");
  if (lang) said.lang = lang;
  said.append(...paragraphs(text), ...files.map(fileOf));
  const before = [...log.querySelectorAll(":scope > :is(.bubble, .event):not(.sending)")].at(-1);
  bubble.classList.toggle("same", before?.matches(".bubble") && before.dataset.who === who.key && new Date(at) - new Date(before.dataset.at) < A_RUN);
  return bubble;
}

function startDay(at) {
  if (dayOf(at) === day) return;
  day = dayOf(at);
  place(Object.assign(document.createElement("p"), { className: "day", textContent: day }));
}

// Lines stand in their order; what is on its way stands behind all of them.
function place(element) {
  log.querySelector("[data-nothing]")?.remove();
  (log.querySelector(":scope > .sending") ?? document.getElementById("newest")).before(element);
}

function show(line) {
  if (line.n <= last) return;
  last = line.n;
  const stays = atEnd();
  log.querySelector(`[data-key="${CSS.escape(line.key || "-")}"]`)?.remove();
  startDay(line.at);
  place(bubbleOf(line));
  writing.delete(line.who.key);
  if (stays || line.who.key === me) toEnd();
  else document.getElementById("room-newest").hidden = false;
}

function read() {
  if (document.visibilityState !== "visible" || !atEnd() || last <= told) return;
  told = last;
  lines.read(room, last);
}

// Who has read the reader's own newest line.
function showReaders() {
  const box = document.getElementById("room-seen");
  const mine = Number([...log.querySelectorAll(".bubble.own[data-n]:not(.sending)")].at(-1)?.dataset.n ?? 0);
  const readers = mine ? people.filter((one) => one.key !== me && one.read >= mine) : [];
  box.hidden = !readers.length;
  const said = document.getElementById("line-seen").content.cloneNode(true);
  const names = readers.map((one) => Object.assign(document.createElement("bdi"), { textContent: one.name }));
  said.querySelector("[data-names]").append(...names.flatMap((name, place_) => (place_ ? [" · ", name] : [name])));
  box.replaceChildren(said);
}

function showWriters() {
  const now = Date.now();
  writing.forEach((until, key) => until < now && writing.delete(key));
  const box = document.getElementById("room-typing");
  const names = [...writing.keys()].map(nameOf).filter(Boolean);
  box.hidden = !names.length;
  const said = document.getElementById("line-typing").content.cloneNode(true);
  said.querySelector("[data-name]").textContent = names.join(" · ");
  box.replaceChildren(said);
}

// What is on its way stands there at once, until the line itself comes.
function expectLine(key, text) {
  const bubble = bubbleOf({ kind: "said", at: new Date().toISOString(), who: { key: me, name: nameOf(me) }, text });
  bubble.classList.add("sending");
  bubble.dataset.key = key;
  bubble.setAttribute("aria-busy", "true");
  document.getElementById("newest").before(bubble);
}

function say() {
  const attachments = [...form.querySelectorAll("[name=attachments]")].map((input) => Number(input.value));
  const text = field.value.trim();
  if (!text && !attachments.length) return undefined;
  try {
    expectLine(lines.say(room, { text, attachments }), text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return form.submit(); // longer than a frame: the form carries it
  }
  field.value = "";
  form.querySelectorAll("[data-upload]").forEach((row) => row.remove());
  attach(false);
  field.focus();
  return toEnd();
}

// It stays where it was said, with the reason; an empty field takes the words back.
function decline({ key, why, final }) {
  const bubble = log.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!final || !bubble) return;
  bubble.removeAttribute("aria-busy");
  const reason = make("failed");
  reason.querySelector("[data-why]").textContent = why;
  bubble.append(reason);
  if (!field.value) field.value = bubble.querySelector(".said").innerText;
}

function attach(wanted) {
  document.getElementById("room-files").hidden = !wanted;
  document.getElementById("room-attach").setAttribute("aria-expanded", String(wanted));
}

// From the first time on the page is live: connected, and it knows who else is here.
function know(state) {
  log.dataset.live = "";
  people = state.people;
  if (state.name) document.querySelector("#room-title bdi").textContent = state.name;
  form.hidden = state.state !== "open";
  document.getElementById("room-closed").hidden = !form.hidden;
  document.dispatchEvent(new CustomEvent("room:people", { detail: people.filter((one) => one.key !== me) }));
  showReaders();
}

const here = (listen) => ({ detail }) => detail.channel === room && listen(detail);
lines.addEventListener("lines", here(({ lines: fresh }) => {
  fresh.forEach(show);
  read();
  showReaders();
  showWriters();
}));
lines.addEventListener("state", here(({ state }) => know(state)));
lines.addEventListener("note", here(({ who, note }) => {
  if (who === me) return;
  if (note.typing) writing.set(who, Date.now() + STILL_THERE);
  else writing.delete(who);
  showWriters();
}));
lines.addEventListener("declined", here(decline));
lines.addEventListener("reset", here(() => location.reload()));
lines.addEventListener("gone", here(() => location.assign(log.dataset.gone)));
setInterval(showWriters, STILL_THERE / 2);

let saidSo = 0;
field.addEventListener("input", () => {
  if (!field.value || Date.now() - saidSo < SAY_AGAIN) return;
  saidSo = Date.now();
  lines.note(room, { typing: true });
});
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
  event.preventDefault();
  form.requestSubmit();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  saidSo = 0;
  say();
});
document.getElementById("room-attach").addEventListener("click", () => attach(document.getElementById("room-files").hidden));
document.getElementById("room-newest").addEventListener("click", () => (toEnd(), read()));
log.addEventListener("scroll", read, { passive: true });
document.addEventListener("visibilitychange", read);

// A page that shows the past does not follow: between its lines and new ones there may be thousands.
if (!("past" in log.dataset)) {
  lines.unsent(room).forEach(({ key, content }) => expectLine(key, content.text));
  lines.open(room, { after: last });
  if (!location.hash || location.hash === "#newest") toEnd();
}
