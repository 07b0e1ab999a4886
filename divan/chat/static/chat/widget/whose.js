// Whose chat this browser keeps. What somebody began whom the website named is shown to them alone: whoever uses the
// browser after them neither reads it nor writes in their name.
export class Whose {
  #tools;
  #changed;
  #token; // undefined: the website has not said anything
  #subject; // undefined: not known yet; empty: nobody
  isKnown = Promise.resolve(); // settled when the last question is answered

  // `changed()` whenever it may have become another.
  constructor(tools, changed) {
    this.#tools = tools;
    this.#changed = changed;
  }

  // The website names its visitor by a token, or says with an empty one that nobody is signed in any more.
  hear(token) {
    if (token === this.#token && this.#subject !== undefined) return;
    this.#token = token;
    this.isKnown = this.#learn(token);
  }

  // Ask once more, where there was no answer.
  again() {
    if (this.#token && this.#subject === undefined) this.hear(this.#token);
  }

  // Whether the chat may be shown; one of somebody waits until the website names them.
  shows(chat) {
    return !chat.subject || chat.subject === this.#subject;
  }

  // Whether it is certainly another's, and has to go.
  parts(chat) {
    return this.#subject !== undefined && !this.shows(chat);
  }

  async #learn(token) {
    const { subject } = token ? await this.#tools.toSite("known", { identity: token }).catch(() => ({})) : { subject: "" };
    if (token !== this.#token) return; // the website has named somebody else meanwhile
    this.#subject = token ? subject || undefined : ""; // a token that is over names nobody, and parts nobody from their chat
    this.#changed();
  }
}
