// The page in the frame: its screens, what it keeps, and what it and the site around it tell each other.
// The addresses of the modules have the hashes of their content, so the page names them.
const data = document.body.dataset;
const modules = JSON.parse(data.modules);
const load = (name) => import(modules[name]);
const [words, doors, files, attached, { Lines }, { Whose }, { Asking }, { Talking }, { Writing }, { After }] = await Promise.all(
  ["words", "doors", "files", "attached", "lines", "whose", "asking", "talking", "writing", "after"].map(load),
);
const tools = { ...words, ...doors, ...files, ...attached, Lines };
const places = JSON.parse(data.places);
const sentences = JSON.parse(data.words);
const screens = [...document.querySelectorAll("[data-screen]")];

let chat = null; // the one that is open here: {channel, token, subject}
let talk = null;
let shown = parent === window;
const invitations = data.invitations && JSON.parse(data.invitations);

// Only to the site that the server knows, and only from it: any page may send messages to any other.
function tell(message) {
  if (data.parentOrigin && parent !== window) parent.postMessage(message, data.parentOrigin);
}

addEventListener("message", (event) => {
  if (event.source !== parent || event.origin !== data.parentOrigin) return;
  const message = event.data ?? {};
  if (message.divan === "identity" && typeof message.token === "string") identify(message.token);
  if (message.divan === "kept" && !doors.kept() && tools.isChat(message.chat)) resume(message.chat);
  if (message.divan === "offer") offer(message.rule);
  if (message.divan === "answered") answered(message.rule, message.accepted === true);
  if (message.divan !== "shown") return;
  shown = message.shown === true;
  asking.onPage({ url: String(message.url ?? ""), title: String(message.title ?? "") });
  talk?.show(shown);
  if (!shown) return;
  whose.again();
  focus();
});

function go(screen) {
  data.at = screen;
  for (const one of screens) one.hidden = !one.dataset.screen.split(" ").includes(screen);
  if (shown) focus();
}

function focus() {
  if (data.at === "talk" && talk?.state?.state !== "ended") writing.focus();
  else document.querySelector(`[data-first~="${data.at}"]`)?.focus();
}

function connected(state) {
  const banner = document.getElementById("connection");
  banner.hidden = state !== "offline" || talk?.state?.state === "ended";
}

function faceOf(expert) {
  const face = tools.copyOf("face");
  tools.portray(face, expert);
  return face;
}

function who(state) {
  const experts = state?.experts ?? [];
  const lead = experts.find((one) => one.lead) ?? experts[0];
  const others = experts.filter((one) => one !== lead).map((one) => one.name);
  document.getElementById("who").replaceChildren(lead ? tools.listed([lead.name, ...others]) : data.title);
  document.getElementById("ticket").replaceChildren(state?.number ? tools.sentence(sentences.ticket, { number: state.number }) : "");
  document.getElementById("title").textContent = state?.state === "ended" ? sentences.is_over : (lead?.title ?? "");
  document.getElementById("faces").replaceChildren(...experts.slice(0, 3).map(faceOf));
}

function changed({ state, unread }) {
  after.show(state, places[Math.min((state?.place ?? 1) - 1, places.length - 1)] ?? "");
  who(state);
  const label = sentences.unread.replace("{number}", new Intl.NumberFormat(document.documentElement.lang).format(unread));
  tell({ divan: "unread", count: unread, label });
}

function identify(token) {
  asking.identify(token);
  whose.hear(token);
}

function begun({ channel, token, subject }) {
  resume({ channel, token, subject });
}

function resume(one) {
  keep(one);
  settle();
}

// What this browser keeps may be another chat than the one that is open here, or another person's.
function settle() {
  let kept = tools.isChat(doors.kept()) ? doors.kept() : null;
  if (kept && whose.parts(kept)) {
    kept = null;
    keep(null);
    asking.empty();
  }
  if (kept && !whose.shows(kept)) kept = null;
  if (kept?.token === chat?.token) return;
  if (kept) enter(kept);
  else home();
}

function enter(one) {
  close();
  chat = one;
  go("talk");
  talk = new Talking(tools, chat, { changed, gone: forget, connection: connected });
  talk.show(shown);
}

// The chat goes on, or has ended, without this page.
function close() {
  talk?.leave();
  talk = null;
  chat = null;
  writing.empty();
  after.clear();
  changed({ state: null, unread: 0 });
}

function home() {
  close();
  asking.renew().catch(() => {});
  go("home");
}

// Nobody returns to the chat from here.
function forget() {
  if (chat?.token === doors.kept()?.token) keep(null);
  home();
}

function keep(one) {
  doors.keep(one);
  if (doors.keepsNothing) tell({ divan: "keep", chat: one });
}

// The script on the website would like to invite the visitor (inviting.js).
async function offer(rule) {
  const isTalking = chat && talk?.state?.state !== "ended";
  const { may } = isTalking ? { may: false } : await doors.toSite("offer", { rule }).catch(() => ({ may: false }));
  tell({ divan: "offered", rule, may });
}

// A yes opens the question at once; whether anybody is there may have changed since the page was loaded.
async function answered(rule, accepted) {
  doors.toSite("offer/answer", { rule, accepted: accepted ? 1 : 0 }).catch(() => {});
  if (!accepted) return;
  if (chat) {
    keep(null);
    close();
  }
  await asking.renew().catch(() => {});
  asking.invitedBy(rule);
  go("ask");
  asking.begin("");
}

function written(number) {
  const heading = document.getElementById("number");
  heading.replaceChildren(tools.sentence(heading.dataset.words, { number }));
  go("sent");
}

// Whether a chat of this visitor runs already, which another tab has begun.
async function isOpen() {
  await whose.isKnown;
  settle();
  return Boolean(chat);
}

const whose = new Whose(tools, settle);
const asking = new Asking(tools, { isOpen, started: begun, written });
const writing = new Writing(tools, () => talk);
const after = new After(tools, () => chat?.token ?? "");

document.addEventListener("click", (event) => {
  const act = event.target.closest("[data-act]")?.dataset.act;
  if (act === "ask") {
    go("ask");
    asking.begin(document.getElementById("question").value);
  } else if (act === "home") go("home");
  else if (act === "again") forget();
  else if (act === "close") tell({ divan: "close" });
});
document.addEventListener("keydown", (event) => event.key === "Escape" && tell({ divan: "close" }));
for (const said of document.querySelectorAll("[data-opens]")) said.replaceChildren(tools.sentence(said.dataset.words, { moment: tools.dayAndTime(said.dataset.opens) }));

doors.onKept(settle);
go("home");
settle();
tell({
  divan: "ready",
  colour: data.colour,
  ink: data.ink,
  dir: document.documentElement.dir,
  lang: document.documentElement.lang,
  theme: document.documentElement.dataset.theme ?? "",
  open: sentences.open,
  close: sentences.close,
  title: data.title,
  invitations,
  needs: [...(doors.keepsNothing ? ["keeping"] : []), ...(invitations ? ["inviting"] : [])],
});
