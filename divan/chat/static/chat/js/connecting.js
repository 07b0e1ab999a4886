// The live connection of all chats in the page ([data-channel]). What arrives is told to the chat's element by events
// "chat:lines", "chat:state", "chat:note" and so on; "chat:say", "chat:tell" and "chat:read" on it go the other way.

// What is said while the connection is still being fetched goes out as soon as it is there.
const early = [];
const wait = (event) => early.push(event);
document.addEventListener("chat:say", wait);

const { Lines } = await import(document.querySelector("[data-lines-from]").dataset.linesFrom);
const guest = document.querySelector("[data-token]");
// What one person has not sent is nobody else's.
const lines = new Lines({ token: guest?.dataset.token, key: guest ? guest.dataset.channel : `desk ${document.body.dataset.person}` });
const PATIENCE = 3000; // a blink of the connection is not worth a banner
let notice = 0;

const elementOf = (channel) => document.querySelector(`[data-channel="${CSS.escape(channel)}"]`);
const tell = (type, detail) => elementOf(detail.channel)?.dispatchEvent(new CustomEvent(`chat:${type}`, { bubbles: true, detail }));

for (const type of ["opened", "lines", "state", "note", "stored", "declined", "reset", "gone"]) {
  lines.addEventListener(type, ({ detail }) => tell(type, detail));
}

const offline = (isOffline) => document.querySelectorAll("[data-offline]").forEach((banner) => (banner.hidden = !isOffline));
lines.addEventListener("connection", ({ detail: { state } }) => {
  clearTimeout(notice);
  if (state === "offline") notice = setTimeout(offline, PATIENCE, true);
  else offline(false);
});

function open(element) {
  const { channel, last } = element.dataset;
  lines.open(channel, { after: Number(last) });
  lines.unsent(channel).forEach((saying) => tell("saying", saying)); // what an earlier page could not send any more
}

function say({ target, detail: { content } }) {
  const { channel } = target.closest("[data-channel]").dataset;
  try {
    tell("saying", { channel, content, key: lines.say(channel, content) });
  } catch {
    tell("unsayable", { channel, content });
  }
}

document.addEventListener("chat:say", say);
document.removeEventListener("chat:say", wait);
document.addEventListener("chat:tell", ({ target, detail }) => lines.note(target.closest("[data-channel]").dataset.channel, detail));
document.addEventListener("chat:read", ({ target, detail: { n } }) => lines.read(target.dataset.channel, n));
document.addEventListener("chat:came", ({ target }) => open(target));
document.addEventListener("chat:closed", ({ detail: { channel } }) => lines.close(channel));
document.querySelectorAll("[data-channel]").forEach(open);
early.forEach(say);
