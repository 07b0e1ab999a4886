// While nobody has answered, and when it is over: a call or a mail instead of waiting, the rating, and copies.
export class After {
  #tools;
  #token = () => "";
  #waiting = document.getElementById("waiting");
  #ended = document.getElementById("ended");

  // `token()` is that of the chat.
  constructor(tools, token) {
    this.#tools = tools;
    this.#token = token;
    this.#onSubmit("call-back", async (form) => {
      await this.#door("visit/call-back", { phone: form.elements.phone.value });
    });
    this.#onSubmit("rating", async (form) => {
      await this.#door("visit/rate", { stars: form.elements.stars.value, comment: form.elements.comment.value });
      this.#say(form, "thanks");
    });
    this.#onSubmit("mail-copy", async (form) => this.#mail(form));
    document.getElementById("no-wait").addEventListener("click", (event) => this.#press(event.currentTarget, () => this.#door("visit/end", { mail: 1 })));
    document.getElementById("end").addEventListener("click", (event) => this.#press(event.currentTarget, () => this.#door("visit/end")));
    for (const button of document.querySelectorAll("[data-copy-as]")) {
      button.addEventListener("click", () => this.#press(button, () => this.#copy(button.dataset.copyAs)));
    }
  }

  // What can be done now, by the state of the chat; nothing as long as that is not known.
  show(state, place) {
    this.#waiting.hidden = state?.state !== "waiting";
    this.#ended.hidden = state?.state !== "ended";
    document.getElementById("composer").hidden = state?.state === "ended";
    document.getElementById("end").hidden = !state || state.state === "ended";
    if (state?.ended) this.#tell(state);
    document.getElementById("rating").hidden = !state?.may_rate && !document.querySelector("#rating [data-said=thanks]:not([hidden])");
    const sentence = this.#waiting.querySelector("[data-part=place]");
    if (sentence.textContent !== place) sentence.textContent = place;
  }

  // Another chat is asked everything anew.
  clear() {
    for (const form of document.querySelectorAll("#call-back, #rating, #mail-copy")) form.reset();
    for (const part of document.querySelectorAll("#rating [data-asks], #mail-copy [data-asks]")) part.hidden = false;
    for (const part of document.querySelectorAll("[data-said], #mail-copy .field, #waiting [data-part=error], #ended [data-part=error], #refused")) part.hidden = true;
    this.#waiting.querySelector("details").open = false;
  }

  // How it ended, and how it goes on.
  #tell({ ended, number }) {
    const words = this.#ended.querySelector("[data-part=how]");
    const { [ended.call ? "call" : ended.reason]: sentence } = JSON.parse(words.dataset.ends);
    const said = this.#tools.sentence(sentence, { number, day: ended.call && this.#tools.dayOf(ended.call) });
    if (words.textContent !== said.textContent) words.replaceChildren(said);
  }

  #door(door, values) {
    return this.#tools.toVisit(this.#token(), door, values);
  }

  // A browser fetches a copy without our headers, so the token buys a link that is good for a few minutes.
  async #copy(form) {
    const { url } = await this.#door("transcript/link", { form });
    Object.assign(document.createElement("a"), { href: url, target: "_blank", rel: "noopener" }).click();
  }

  // An address that is not proved gets a code first, which the visitor types here.
  async #mail(form) {
    const code = form.elements.code;
    if (code.value) await this.#door("transcript/address", { code: code.value });
    else {
      const answer = await this.#door("transcript/code");
      if (!answer.is_proved) {
        form.querySelector("[data-part=ask]").replaceChildren(this.#tools.sentence(form.dataset.ask, { address: answer.address }));
        code.closest(".field").hidden = false;
        return code.focus();
      }
    }
    const { address } = await this.#door("transcript/mail");
    code.closest(".field").hidden = true;
    code.value = "";
    this.#say(form, "sent", { address });
  }

  // Replace what is asked in a form by what was done, and read it out.
  #say(form, name, values = {}) {
    const said = form.querySelector(`[data-said=${name}]`);
    said.replaceChildren(this.#tools.sentence(said.dataset.words, values));
    said.hidden = false;
    for (const part of form.querySelectorAll("[data-asks]")) part.hidden = true;
  }

  #onSubmit(id, act) {
    const form = document.getElementById(id);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#press(event.submitter ?? form.querySelector("button"), () => act(form));
    });
  }

  // What went wrong is said where the button is; the header has the place below it.
  async #press(button, act) {
    if (button.ariaBusy === "true") return;
    const error = button.closest("[data-errors]")?.querySelector("[data-part=error]") ?? document.getElementById("refused");
    button.ariaBusy = "true";
    error.hidden = true;
    try {
      await act();
    } catch (refusal) {
      error.textContent = Object.values(refusal.errors ?? {})[0] ?? refusal.message;
      error.hidden = false;
    } finally {
      button.ariaBusy = null;
    }
  }
}
