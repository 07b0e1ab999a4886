// Before a chat: articles that may answer while the question is typed, then the question itself with its files.
const PAUSE = 400;
const SHORTEST = 3;

export class Asking {
  #tools;
  #form = document.getElementById("ask");
  #text;
  #files;
  #stamp = document.body.dataset.stamp;
  #identity = "";
  #page = {};
  #rule = "";
  #isChat = document.body.dataset.takesChats === "1";
  #isOpen;
  #started;
  #written;

  // `started(chat)` when a chat has begun, `written(number)` when it became a ticket; `isOpen()` says whether one is open.
  constructor(tools, { isOpen, started, written }) {
    this.#tools = tools;
    this.#isOpen = isOpen;
    this.#started = started;
    this.#written = written;
    this.#text = this.#form.elements.text;
    this.#files = new tools.Files({
      zone: this.#form,
      input: this.#form.querySelector("input[type=file]"),
      list: this.#form.querySelector("[data-files]"),
      upload: (file) => tools.toSite("upload", { stamp: this.#stamp, file }),
      copyOf: tools.copyOf,
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    for (const field of [document.getElementById("question"), this.#text]) this.#suggest(field);
    try {
      this.#text.value = sessionStorage.getItem("divan-question") ?? "";
    } catch {
      // Nothing is kept over a reload then.
    }
    this.#text.addEventListener("input", () => this.#remember(this.#text.value));
    this.#show();
  }

  // Who the site says the visitor is, and the page on which they are.
  identify(token) {
    this.#identity = token;
    for (const name of ["name", "email"]) this.#form.elements[name].closest(".field").hidden = Boolean(token);
  }

  // The rule whose invitation was accepted.
  invitedBy(rule) {
    this.#rule = rule;
  }

  onPage(page) {
    this.#page = page;
  }

  // Show the form, with what was typed into the search as the question.
  begin(question) {
    if (question && !this.#text.value) this.#text.value = question;
    const first = [...this.#form.elements].find((field) => field.matches("input:not([type=file]), textarea") && !field.value && field.offsetParent);
    (first ?? this.#text).focus();
  }

  // What was typed is somebody else's.
  empty() {
    this.#form.reset();
    this.#files.clear();
    this.#remember("");
    this.#mark({});
  }

  // Another chat on the same page: a new stamp, and whether anybody is there now.
  async renew() {
    this.#stamp = ""; // a question without one is asked again; with the old one it would open the chat that began with it
    const there = await this.#tools.toSite("there");
    this.#stamp = there.stamp;
    this.#rule = "";
    this.#isChat = there.takes_chats;
    this.#show();
  }

  #show() {
    document.body.dataset.takesChats = this.#isChat ? "1" : "0";
  }

  #remember(text) {
    try {
      sessionStorage.setItem("divan-question", text);
    } catch {
      // See above.
    }
  }

  async #send() {
    const button = this.#form.querySelector("button.primary");
    if (button.ariaBusy) return;
    button.ariaBusy = "true";
    this.#mark({});
    try {
      const attachments = await this.#files.ids();
      if (!attachments || (this.#isChat && (await this.#isOpen()))) return;
      const answer = await this.#tools.toSite(this.#isChat ? "start" : "write", this.#values(attachments));
      this.#text.value = "";
      this.#remember("");
      this.#files.clear();
      if (this.#isChat) this.#started(answer);
      else this.#written(answer.number);
    } catch (refusal) {
      this.#refused(refusal);
    } finally {
      button.ariaBusy = null;
    }
  }

  #values(attachments) {
    const { name, email, topic, text } = this.#form.elements;
    return {
      stamp: this.#stamp,
      identity: this.#identity,
      name: name.value,
      email: email.value,
      topic: topic?.value ?? "",
      text: text.value,
      page_url: this.#page.url ?? "",
      page_title: this.#page.title ?? "",
      rule: this.#rule,
      attachments,
    };
  }

  #refused(refusal) {
    // What the site signed may be over: then the visitor says who they are.
    if (this.#identity && (refusal.errors?.name || refusal.errors?.email)) this.identify("");
    if (refusal.closed) {
      this.#isChat = false;
      this.#show();
    }
    if (refusal.field === "stamp") this.renew().catch(() => {});
    this.#mark(refusal.errors ?? {}, refusal.message);
  }

  // Each error beside its field, the first of them focused; `message` above all, read out.
  #mark(errors, message = "") {
    const banner = this.#form.querySelector("[data-error]");
    banner.hidden = !message;
    banner.querySelector("span").textContent = message;
    let first = null;
    for (const field of this.#form.querySelectorAll(".field")) {
      const control = field.querySelector("input, select, textarea");
      const said = field.querySelector("[data-part=error]");
      const wrong = errors[control?.name];
      if (!said) continue;
      said.hidden = !wrong;
      said.querySelector("span").textContent = wrong ?? "";
      field.toggleAttribute("data-tone", Boolean(wrong));
      if (wrong) field.dataset.tone = "danger";
      control.setAttribute("aria-invalid", String(Boolean(wrong)));
      if (wrong) first ??= control;
    }
    if (first) first.focus();
    else if (message) banner.scrollIntoView({ block: "nearest" }); // the button may be far below
  }

  #suggest(field) {
    const list = document.getElementById(field.dataset.answers);
    let timer = 0;
    let last = "";
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const text = field.value.trim();
        if (text === last) return;
        last = text;
        const found = text.length < SHORTEST ? [] : await this.#tools.toSite("answers", { text }).then((answer) => answer.articles, () => []);
        if (text === last) this.#offer(list, found);
      }, PAUSE);
    });
  }

  #offer(list, articles) {
    list.hidden = !articles.length;
    list.querySelector("ul").replaceChildren(...articles.map((article) => this.#article(list, article)));
  }

  #article(list, article) {
    const row = this.#tools.copyOf("article-row", { title: article.title });
    const link = row.querySelector("a");
    link.href = article.url;
    link.lang = article.language;
    const helped = row.querySelector("[data-part=helped]");
    link.addEventListener("click", () => (helped.hidden = false));
    helped.querySelector("button").addEventListener("click", async () => {
      await this.#tools.toSite("solved", { stamp: this.#stamp, slug: article.slug, article_language: article.language }).catch(() => {});
      list.querySelector("[data-part=thanks]").hidden = false;
      helped.remove();
    });
    return row;
  }
}
