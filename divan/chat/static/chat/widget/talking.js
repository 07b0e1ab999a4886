// The chat itself: bubbles in the order of their numbers, who is there, what is on its way, and what was seen.
const NEAR = 80;
const TYPING = 6000;

export class Talking {
  #tools;
  #chat;
  #lines;
  #log = document.getElementById("log");
  #page = this.#log.closest("main"); // what scrolls: the messages, and below them what can be done
  #sending = new Map(); // key -> its bubble
  #state = null;
  #last = 0;
  #lastFrom = "";
  #shown = false;
  #unread = 0;
  #attached;
  #uploadKey = "";
  #typing = 0;
  #changed;
  #over = new AbortController(); // when this chat is left, nothing of it is heard any more
  #words = JSON.parse(document.body.dataset.words);

  // `changed({state, unread})` after every change; `gone()` when the chat is no longer ours.
  constructor(tools, chat, { changed, gone, connection }) {
    this.#tools = tools;
    this.#chat = chat;
    this.#changed = changed;
    this.#log.replaceChildren();
    this.#attached = new tools.Attached(tools, chat.token);
    this.#lines = new tools.Lines({ token: chat.token, key: chat.channel });
    const { signal } = this.#over;
    const hear = (type, act) => this.#lines.addEventListener(type, (event) => event.detail.channel === chat.channel && act(event.detail), { signal });
    hear("lines", ({ lines }) => this.#add(lines));
    hear("state", ({ state }) => this.#know(state));
    hear("note", ({ who, note }) => this.#noted(who, note));
    hear("declined", ({ key, why, final }) => final && this.#declined(key, why));
    hear("reset", () => this.#forget());
    hear("gone", gone);
    this.#lines.addEventListener("connection", (event) => connection(event.detail.state), { signal });
    this.#lines.open(chat.channel);
    for (const { key, content } of this.#lines.unsent(chat.channel)) this.#pending(key, content);
    document.addEventListener("visibilitychange", () => this.#see(), { signal });
  }

  get state() {
    return this.#state;
  }

  say(text, attachments) {
    const content = { text, ...(attachments.length ? { files: attachments, upload_key: this.#uploadKey } : {}) };
    this.#pending(this.#lines.say(this.#chat.channel, content), content);
  }

  // Keep a file for the next words.
  async upload(file) {
    const kept = await this.#tools.toVisit(this.#chat.token, "visit/upload", { file });
    this.#uploadKey = kept.upload_key;
    return kept;
  }

  types(content) {
    this.#lines.note(this.#chat.channel, content);
  }

  // Whether the visitor has the frame open before them.
  show(shown) {
    this.#shown = shown;
    this.#see();
    if (shown) this.#toEnd();
  }

  leave() {
    this.#over.abort();
    this.#quiet();
    this.#forget();
    this.#lines.close(this.#chat.channel);
  }

  #see() {
    if (!this.#shown || document.visibilityState !== "visible") return;
    if (this.#last) this.#lines.read(this.#chat.channel, this.#last);
    this.#unread = 0;
    this.#changed({ state: this.#state, unread: 0 });
  }

  #forget() {
    this.#attached.forget();
    this.#log.replaceChildren();
    this.#last = 0;
    this.#lastFrom = "";
  }

  #add(lines) {
    this.#staying(() => {
      for (const line of lines) this.#show(line);
      for (const bubble of this.#sending.values()) this.#log.append(bubble);
      this.#marks();
      this.#see();
      this.#changed({ state: this.#state, unread: this.#unread });
    });
  }

  // Whoever reads the newest words goes on reading them; whoever has scrolled up is left there.
  #staying(act) {
    const { scrollHeight, scrollTop, clientHeight } = this.#page;
    act();
    if (scrollHeight - scrollTop - clientHeight < NEAR) this.#toEnd();
  }

  // What can be done with a chat that has ended is longer than the window: there it begins at the top.
  #toEnd() {
    if (this.#state?.state === "ended") document.getElementById("ended").scrollIntoView({ block: "start" });
    else this.#page.scrollTop = this.#page.scrollHeight;
  }

  #show(line) {
    this.#last = line.n;
    const isOwn = line.who.side === "visitor";
    if (isOwn && line.key) {
      this.#sending.get(line.key)?.remove();
      this.#sending.delete(line.key);
    }
    if (line.kind === "said") this.#log.append(this.#bubble(line, isOwn));
    else this.#event(line);
    if (!isOwn) this.#quiet();
    if (!isOwn && !this.#shown) this.#unread += 1;
  }

  #event(line) {
    const words = this.#words[line.kind];
    if (!words) return;
    const row = this.#tools.copyOf("event-row");
    const { name, title } = line.who;
    const face = this.#tools.part(row, "face");
    face.hidden = !line.who.photo;
    if (line.who.photo) this.#tools.portray(face, line.who);
    const untitled = this.#words[`${line.kind}_untitled`];
    this.#tools.part(row, "words").append(this.#tools.sentence(title || !untitled ? words : untitled, { name, title }));
    this.#log.append(row);
    this.#lastFrom = "";
  }

  #bubble(line, isOwn) {
    const bubble = this.#tools.copyOf(isOwn ? "own-bubble" : "bubble");
    const part = (name) => this.#tools.part(bubble, name);
    bubble.dataset.n = line.n;
    if (!isOwn) {
      const again = this.#lastFrom === line.who.key;
      part("who").textContent = line.who.name;
      part("who").hidden = again;
      this.#tools.portray(part("face"), line.who);
    }
    this.#lastFrom = line.who.key;
    part("time").textContent = this.#tools.time(line.at);
    part("time").dateTime = line.at;
    this.#fill(part("text"), line);
    for (const file of line.files ?? []) part("files").append(this.#attached.show(file));
    this.#copies(bubble, line.text);
    return bubble;
  }

  #fill(paragraph, line) {
    paragraph.hidden = !line.text;
    if (line.lang) paragraph.lang = line.lang;
    if (!line.article) return paragraph.append(this.#tools.linked(line.text ?? ""));
    const card = this.#tools.copyOf("article-card", { title: line.article.title });
    card.href = line.article.url;
    return paragraph.replaceWith(card);
  }

  #copies(bubble, text) {
    const button = bubble.querySelector("[data-copy-line]");
    if (!button) return;
    button.hidden = !text;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.dataset.done = "1";
      } catch {
        getSelection().selectAllChildren(this.#tools.part(bubble, "text")); // ready for the keyboard at least
      }
    });
  }

  #pending(key, content) {
    const bubble = this.#tools.copyOf("own-bubble");
    this.#tools.part(bubble, "text").append(this.#tools.linked(content.text));
    this.#tools.part(bubble, "text").hidden = !content.text;
    this.#tools.part(bubble, "seen").textContent = this.#words.sending;
    bubble.dataset.key = key;
    this.#sending.set(key, bubble);
    this.#log.append(bubble);
    this.#toEnd();
  }

  // It stays readable, with the reason, so that the visitor can copy it.
  #declined(key, why) {
    const bubble = this.#sending.get(key);
    if (!bubble) return;
    this.#sending.delete(key);
    bubble.dataset.tone = "danger";
    this.#tools.part(bubble, "seen").textContent = why || this.#words.not_sent;
  }

  #know(state) {
    this.#staying(() => {
      this.#state = state;
      this.#marks();
      this.#changed({ state, unread: this.#unread });
    });
  }

  // "Seen" stands below the last of our lines that an expert has read.
  #marks() {
    const read = this.#state?.read ?? 0;
    const own = [...this.#log.querySelectorAll(".bubble.own[data-n]")];
    const seen = own.findLast((bubble) => Number(bubble.dataset.n) <= read);
    for (const bubble of own) this.#tools.part(bubble, "seen").textContent = bubble === seen ? this.#words.seen : "";
  }

  #noted(who, note) {
    const expert = this.#state?.experts?.find((one) => one.key === who);
    if (!expert || !note.typing) return void this.#quiet();
    const row = document.getElementById("typing");
    this.#tools.part(row, "words").replaceChildren(this.#tools.sentence(this.#words.typing, { name: expert.name }));
    row.hidden = false;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#quiet(), TYPING);
  }

  #quiet() {
    clearTimeout(this.#typing);
    document.getElementById("typing").hidden = true;
  }
}
