// Live pages: elements with data-topic="ticket:42" get a "live" event when that topic rings; hx-trigger="live"
// then fetches the fragment through the ordinary door. The socket carries names, never content.
// "socket:say" on the document sends a frame of somebody else's; "socket:open" tells that the topics are subscribed.
const FIRST = 500;
const LONGEST = 30_000;
const PATIENCE = 3000; // a blink of the connection is not worth a banner
let socket = null;
let failures = 0;
// What the page surely shows: what the server knew when the page was asked for, then what the socket said.
let seen = Number(document.body.dataset.heard) || null;
let greeted = false;
let notice = 0;
const subscribed = new Set();
const asked = new WeakMap(); // request for a fragment -> what was seen when it was sent

const present = () => new Set([...document.querySelectorAll("[data-topic]")].flatMap((element) => element.dataset.topic.split(" ").filter(Boolean)));

function ring(elements, detail) {
  elements.forEach((element) => element.dispatchEvent(new CustomEvent("live", { detail })));
}

function show(state) {
  const box = document.querySelector("[data-connection]");
  if (!box) return;
  box.hidden = !state;
  box.querySelectorAll("[data-when]").forEach((part) => (part.hidden = part.dataset.when !== state));
}

function state() {
  clearTimeout(notice);
  if (!navigator.onLine) show("offline");
  else if (socket?.readyState === WebSocket.OPEN || !present().size) show(null);
  else notice = setTimeout(show, PATIENCE, "waiting");
}

function say(message) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

// Tell the server which topics the page shows now, and which it has left; new ones show the state after `since`.
function reconcile(since = seen) {
  const wanted = present();
  const added = [...wanted].filter((topic) => !subscribed.has(topic));
  const left = [...subscribed].filter((topic) => !wanted.has(topic));
  if (wanted.size && !socket) return connect();
  if (socket?.readyState !== WebSocket.OPEN) return undefined;
  if (added.length) say({ subscribe: added, seen: since });
  if (left.length) say({ unsubscribe: left });
  added.forEach((topic) => subscribed.add(topic));
  left.forEach((topic) => subscribed.delete(topic));
  return undefined;
}

function hear(message) {
  if ("hello" in message) {
    // After a break anything may have happened: every live part asks once.
    if (greeted && message.hello !== seen) ring(document.querySelectorAll("[data-topic]"), { kind: "reconnected" });
    greeted = true;
    seen = message.hello;
  } else if (message.topic) {
    seen = Math.max(seen ?? 0, message.event ?? 0);
    ring(document.querySelectorAll(`[data-topic~="${CSS.escape(message.topic)}"]`), message);
  }
}

function connect() {
  socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
  socket.addEventListener("open", () => {
    failures = 0;
    subscribed.clear();
    reconcile();
    state();
    document.dispatchEvent(new CustomEvent("socket:open"));
  });
  socket.addEventListener("message", (event) => hear(JSON.parse(event.data)));
  socket.addEventListener("close", () => {
    socket = null;
    const wait = Math.min(LONGEST, FIRST * 2 ** failures++);
    state();
    // Half fixed, half by chance: a thousand pages must not come back in the same second.
    setTimeout(reconcile, wait / 2 + (Math.random() * wait) / 2);
  });
}

document.addEventListener("socket:say", (event) => say(event.detail));
document.addEventListener("htmx:beforeRequest", (event) => asked.set(event.detail.xhr, seen));
document.addEventListener("htmx:afterSettle", (event) => reconcile(asked.get(event.detail.xhr)));
addEventListener("online", () => (state(), reconcile()));
addEventListener("offline", state);
// The browser puts a page with an open socket out of its cache for going back, so leave politely.
addEventListener("pagehide", () => socket?.close());
reconcile();
state();
