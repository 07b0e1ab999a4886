// The invitation beside the button. It takes no focus; it is read out when its reader is free, stands before the button
// in the order of the keyboard, and Escape declines it.
const STYLE = `
div { font: 400 15px/1.45 system-ui, sans-serif; }
p { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
[data-shown] { position: fixed; inset-inline-end: 20px; inset-block-end: 92px; box-sizing: border-box; inline-size: max-content; max-inline-size: min(320px, 100vw - 40px); padding: 16px; border: 1px solid #0002; border-radius: 16px; background: #fff; color: #1d2022; box-shadow: 0 9px 36px -12px #0008; }
[data-shown] span { display: flex; flex-wrap: wrap; gap: 8px; margin-block-start: 12px; }
[data-dark] { border-color: #fff3; background: #1d2022; color: #f2f4f4; }
button { min-block-size: 40px; padding: 6px 14px; border: 0; border-radius: 10px; font: inherit; cursor: pointer; }
button + button { background: none; color: inherit; text-decoration: underline; }
button:focus-visible { outline: 3px solid #2f8fd0; outline-offset: 2px; }
[hidden] { display: none !important; }
@media (max-width: 480px) { div { font-size: 14px; } [data-shown] { max-inline-size: min(270px, 100vw - 40px); padding: 12px; } }
@media (prefers-reduced-motion: no-preference) { [data-shown] { animation: come .25s ease-out; } @keyframes come { from { opacity: 0; translate: 0 8px; } } }
@media print { [data-shown] { display: none; } }`;

export class Bubble {
  #root;
  #box = document.createElement("div");
  #text = document.createElement("p");
  #row = document.createElement("span");
  #tools;
  #answered;
  #rule = null;

  constructor(tools, answered) {
    this.#tools = tools;
    this.#answered = answered;
    const { label, accept, decline } = tools.words.invitations;
    this.#text.setAttribute("role", "status");
    this.#text.dir = "auto";
    this.#row.hidden = true;
    this.#row.append(this.#button(accept, true), this.#button(decline, false));
    this.#box.setAttribute("aria-label", label);
    this.#box.lang = tools.words.lang;
    this.#box.append(this.#text, this.#row);
    const holder = document.createElement("div");
    this.#root = holder.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.append(this.#box);
    tools.host.shadowRoot.prepend(holder);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && this.#rule) this.#answer(false);
    });
  }

  show(rule) {
    const { theme } = this.#tools.words;
    const isDark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    this.#rule = rule;
    this.#box.toggleAttribute("data-dark", isDark);
    this.#box.toggleAttribute("data-shown", true);
    this.#box.setAttribute("role", "region");
    this.#row.hidden = false;
    this.#text.lang = rule.language;
    this.#text.textContent = rule.text;
  }

  hide() {
    if (this.#root.activeElement) this.#tools.button.focus();
    this.#rule = null;
    this.#box.removeAttribute("data-shown");
    this.#box.removeAttribute("role");
    this.#row.hidden = true;
    this.#text.textContent = "";
  }

  #answer(accepted) {
    const rule = this.#rule;
    this.hide();
    this.#answered(rule, accepted);
  }

  #button(words, accepted) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    const { colour, ink } = this.#tools.words;
    if (accepted) Object.assign(button.style, { background: colour, color: ink });
    button.addEventListener("click", () => this.#answer(accepted));
    return button;
  }
}
