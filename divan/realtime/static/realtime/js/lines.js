// Conversations that stay whole: shows each line once and in order, whatever the connection does, and keeps what was
// written until it is stored. Over a socket; where none gets through, by asking every few seconds. The words on the
// wire stand in realtime/lines/protocol.py.
//
//   const lines = new Lines({ token, key });   // token: who is not signed in; key: where unsent lines are kept
//   lines.open("chat:17", { after: 0 });       // then events, each with a detail:
//     opened {channel, who, mayWrite}   lines {channel, lines}   state {channel, state}   note {channel, who, note}
//     stored {channel, key, n}   declined {channel, key, why, final}   gone {channel}
//     reset {channel}: forget what is shown, its numbers start again   connection {state: live | polling | offline}
//   lines.say("chat:17", content) -> key       // the same key is stored once, however often it is sent
const FIRST = 500;
const LONGEST = 30_000;
const POLL = 3000;
const CHECK = 25_000;
const PATIENCE = 10_000; // for any answer to a check
const AGAIN = 3000; // after a line that could not be stored just now
const TRIES = 2; // sockets that fail before asking begins
const LARGEST = 15_000; // bytes of one frame

// Null where something has taken sockets away from pages, or forbids them.
const dial = (address) => { try { return new WebSocket(address); } catch { return null; } };
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// What has been written and is not stored yet; survives a reload where the browser lets us keep things.
class Outbox {
  #name;
  #waiting;

  constructor(name) {
    this.#name = `lines:${name}`;
    try {
      this.#waiting = JSON.parse(sessionStorage.getItem(this.#name)) ?? [];
    } catch {
      this.#waiting = [];
    }
  }

  of(channel) {
    return this.#waiting.filter((saying) => saying.channel === channel);
  }

  add(saying) {
    this.#waiting.push(saying);
    this.#keep();
  }

  remove(key) {
    this.#waiting = this.#waiting.filter((saying) => saying.key !== key);
    this.#keep();
  }

  #keep() {
    try {
      sessionStorage.setItem(this.#name, JSON.stringify(this.#waiting));
    } catch {
      // Memory has it for as long as the page lives.
    }
  }
}

export class Lines extends EventTarget {
  #token;
  #outbox;
  #channels = new Map(); // name -> {last, opened, sending, read}
  #socket = null;
  #failures = 0;
  #state = "";
  #timers = {};
  #asking = false;

  constructor({ token = "", key = "page" } = {}) {
    super();
    this.#token = token;
    this.#outbox = new Outbox(key);
    addEventListener("online", () => this.#connect());
    addEventListener("offline", () => this.#socket?.close());
    // The browser puts a page with an open socket out of its cache for going back, so leave politely.
    addEventListener("pagehide", () => (this.#send({ close: [...this.#channels.keys()].slice(0, 40) }), this.#rest()));
    addEventListener("pageshow", (event) => event.persisted && this.#connect());
  }

  open(channel, { after = 0 } = {}) {
    this.#channels.set(channel, { last: after, opened: false, sending: null, read: 0 });
    if (this.#isLive()) this.#send({ open: { [channel]: after } });
    else this.#connect();
  }

  close(channel) {
    if (!this.#channels.delete(channel)) return;
    this.#send({ close: [channel] });
    if (!this.#channels.size) this.#rest();
  }

  // Takes a line in and returns its key; throws a RangeError for what no frame holds.
  say(channel, content) {
    const saying = { channel, key: newKey(), content };
    if (new Blob([JSON.stringify(saying)]).size > LARGEST) throw new RangeError("too long for one line");
    this.#outbox.add(saying);
    this.#sayNext(channel);
    return saying.key;
  }

  // What is still on its way, oldest first: [{channel, key, content}].
  unsent(channel) {
    return this.#outbox.of(channel);
  }

  note(channel, content) {
    if (this.#channels.get(channel)?.opened) this.#send({ note: { channel, content } });
  }

  read(channel, n) {
    const held = this.#channels.get(channel);
    if (!held || n <= held.read) return;
    held.read = n;
    if (held.opened) this.#send({ read: { [channel]: n } });
  }

  #tell = (type, detail) => this.dispatchEvent(new CustomEvent(type, { detail }));

  #now(state) {
    if (state !== this.#state) this.#tell("connection", { state: (this.#state = state) });
  }

  #isLive() {
    return this.#state === "live" && this.#socket?.readyState === WebSocket.OPEN;
  }

  #later(name, wait, work) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(work, wait);
  }

  #send(frame) {
    if (this.#isLive()) this.#socket.send(JSON.stringify(frame));
    else if (this.#state === "polling") this.#ask([frame]);
  }

  // One line of each channel is under way at a time, so that they are stored in the order in which they were written.
  #sayNext(channel) {
    const held = this.#channels.get(channel);
    const [saying] = this.#outbox.of(channel);
    if (!saying || !held?.opened || held.sending) return;
    held.sending = saying.key;
    this.#send({ say: saying });
  }

  #hear(frame) {
    const { channel } = frame;
    if (frame.hello) this.#greeted();
    else if (frame.opened) this.#opened(frame);
    else if (frame.lines) this.#show(channel, frame.lines);
    else if (frame.state) this.#tell("state", { channel, state: frame.state });
    else if (frame.note) this.#tell("note", { channel, who: frame.who, note: frame.note });
    else if (frame.stored) this.#settle(frame.stored, { type: "stored", channel, n: frame.n });
    else if (frame.declined) this.#settle(frame.declined, { type: "declined", channel, why: frame.why, final: frame.final });
    else if (frame.gone) this.#lose(frame.gone);
  }

  #opened(frame) {
    const held = this.#channels.get(frame.opened);
    if (!held) return;
    if (frame.reset) {
      held.last = 0;
      this.#tell("reset", { channel: frame.opened });
    }
    const isNew = !held.opened;
    held.opened = true;
    if (this.#isLive()) this.#failures = 0; // not with the greeting: who has too many pages open is sent away after it, and asks
    // Polling opens with every answer.
    if (isNew || this.#isLive()) this.#tell("opened", { channel: frame.opened, who: frame.who, mayWrite: frame.may_write });
    if (isNew && held.read) this.#send({ read: { [frame.opened]: held.read } });
    this.#sayNext(frame.opened);
  }

  #show(channel, lines) {
    const held = this.#channels.get(channel);
    if (!held) return;
    const fresh = [];
    for (const line of lines) {
      if (line.n <= held.last) continue;
      if (line.n > held.last + 1) {
        // Something is missing: what follows comes again with it.
        this.#send({ open: { [channel]: held.last } });
        break;
      }
      held.last = line.n;
      fresh.push(line);
    }
    if (fresh.length) this.#tell("lines", { channel, lines: fresh });
  }

  #settle(key, { type, ...detail }) {
    const held = this.#channels.get(detail.channel);
    if (held?.sending === key) held.sending = null;
    if (type === "stored" || detail.final) this.#outbox.remove(key);
    this.#tell(type, { key, ...detail });
    if (type === "stored" || detail.final) this.#sayNext(detail.channel);
    else this.#later(`say ${detail.channel}`, AGAIN, () => this.#sayNext(detail.channel));
  }

  #lose(channel) {
    if (!this.#channels.delete(channel)) return;
    this.#tell("gone", { channel });
    for (const { key } of this.#outbox.of(channel)) this.#settle(key, { type: "declined", channel, why: "", final: true });
  }

  #connect() {
    if (this.#socket || !this.#channels.size) return;
    const socket = dial(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/lines`);
    if (!socket) return this.#lost();
    this.#socket = socket;
    this.#later("greeting", PATIENCE, () => socket.close());
    socket.addEventListener("open", () => socket.send(JSON.stringify({ hello: this.#token ? { token: this.#token } : {} })));
    socket.addEventListener("message", (event) => {
      if (socket !== this.#socket) return;
      clearTimeout(this.#timers.silence);
      this.#hear(JSON.parse(event.data));
    });
    socket.addEventListener("close", () => socket === this.#socket && this.#lost());
  }

  #greeted() {
    ["greeting", "poll", "retry"].forEach((name) => clearTimeout(this.#timers[name]));
    this.#now("live");
    this.#unsettle();
    const wanted = [...this.#channels].map(([name, { last }]) => [name, last]);
    for (let start = 0; start < wanted.length; start += 20) this.#send({ open: Object.fromEntries(wanted.slice(start, start + 20)) });
    this.#later("check", CHECK, () => this.#check());
  }

  // The heart-beat: the server compares our last numbers with the rows, and who does not answer is not there.
  #check() {
    if (!this.#isLive()) return;
    this.#send({ check: Object.fromEntries([...this.#channels].map(([name, { last }]) => [name, last]).slice(0, 40)), ping: 1 });
    this.#later("silence", PATIENCE, () => this.#abandon());
    this.#later("check", CHECK, () => this.#check());
  }

  // A dead connection may take minutes to close: stop waiting for it.
  #abandon() {
    this.#socket?.close();
    this.#lost();
  }

  #lost() {
    this.#socket = null;
    clearTimeout(this.#timers.silence);
    this.#unsettle();
    this.#failures += 1;
    // Half fixed, half by chance: a thousand pages must not come back in the same second.
    const wait = Math.min(LONGEST, FIRST * 2 ** (this.#failures - 1));
    this.#later("retry", wait / 2 + (Math.random() * wait) / 2, () => this.#connect());
    if (this.#failures >= TRIES) this.#poll();
    else this.#now("offline");
  }

  // Nobody knows what became of what was under way: it is sent again, with the same key.
  #unsettle() {
    for (const held of this.#channels.values()) Object.assign(held, { opened: false, sending: null });
  }

  #rest() {
    this.#socket?.close();
    this.#socket = null;
    Object.values(this.#timers).forEach(clearTimeout);
    this.#unsettle();
    this.#now("offline");
  }

  async #poll() {
    if (this.#isLive() || !this.#channels.size) return;
    this.#later("poll", POLL, () => this.#poll());
    if (this.#asking) return;
    this.#asking = true;
    const wanted = new URLSearchParams([...this.#channels].map(([name, { last }]) => [name, last]).slice(0, 40));
    const answered = await this.#fetch(`/lines/?${wanted}`);
    this.#asking = false;
    if (this.#isLive()) return;
    this.#now(answered ? "polling" : "offline");
    if (answered) for (const name of this.#channels.keys()) this.#sayNext(name);
    else this.#unsettle();
  }

  async #ask(frames) {
    const answered = await this.#fetch("/lines/", { method: "POST", body: JSON.stringify({ frames }), keepalive: true });
    if (!answered && !this.#isLive()) this.#unsettle();
  }

  async #fetch(address, options = {}) {
    const own = this.#token ? { Authorization: `Bearer ${this.#token}` } : JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
    try {
      const answer = await fetch(address, { ...options, headers: { "Content-Type": "application/json", ...own }, signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok) (await answer.json()).frames.forEach((frame) => this.#hear(frame));
      return answer.ok;
    } catch {
      return false;
    }
  }
}
