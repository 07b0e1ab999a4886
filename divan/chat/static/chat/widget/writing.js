// The field in which the visitor writes during a chat: Enter sends, and experts are told that somebody types.
const TELL = 3000;
const STILL = 5000;

export class Writing {
  #form = document.getElementById("composer");
  #text;
  #files;
  #talk = () => null;
  #told = 0;
  #isSending = false;
  #timer = 0;
  #showsTyping = document.body.dataset.showsTyping === "1";

  // `talk()` is the chat that runs.
  constructor(tools, talk) {
    this.#talk = talk;
    this.#text = this.#form.elements.text;
    this.#files = new tools.Files({
      zone: this.#form,
      input: this.#form.querySelector("input[type=file]"),
      list: this.#form.querySelector("[data-files]"),
      upload: (file) => this.#talk().upload(file),
      copyOf: tools.copyOf,
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send();
    });
    this.#text.addEventListener("input", () => this.#types());
  }

  focus() {
    this.#text.focus();
  }

  // Another chat: what was typed belongs to the one that was left.
  empty() {
    this.#text.value = "";
    this.#text.setCustomValidity("");
    this.#files.clear();
    clearTimeout(this.#timer);
    this.#told = 0;
  }

  async #send() {
    const talk = this.#talk();
    if (this.#isSending || !talk || (!this.#text.value.trim() && this.#files.isEmpty)) return;
    this.#isSending = true; // files may be on their way for long: one more Enter sends nothing more
    const ids = await this.#files.ids().finally(() => (this.#isSending = false));
    if (!ids || talk !== this.#talk()) return;
    const text = this.#text.value.trim(); // with what was written meanwhile
    if (!text && !ids.length) return;
    try {
      talk.say(text, ids);
    } catch {
      // A RangeError: too long for one line. It stays in the field, where it can be cut.
      this.#text.setCustomValidity(this.#form.dataset.tooLong);
      this.#text.reportValidity();
      return;
    }
    this.empty();
    this.#text.focus();
  }

  #types() {
    this.#text.setCustomValidity("");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(false), STILL);
    const now = Date.now();
    if (!this.#showsTyping && now - this.#told < TELL) return;
    this.#told = now;
    this.#tell(true);
  }

  #tell(typing) {
    if (!typing) this.#told = 0;
    this.#talk()?.types({ typing, ...(this.#showsTyping ? { text: this.#text.value } : {}) });
  }
}
