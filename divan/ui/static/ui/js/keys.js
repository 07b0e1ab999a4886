// Keyboard: an element with data-key="r", "g i" or "mod+k" is pressed by that key. Off while typing.
// Rows with data-row are walked with J and K. The list behind "?" is read from the page itself.
const PAUSE = 1000;
const CAPS = { mod: /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl", enter: "↵" };
const BY_CODE = { Slash: "/", Period: ".", Comma: "," };
let typed = [];
let typedAt = 0;

// event.key where it is Latin, otherwise the place on the keyboard: Persian and Hebrew layouts work too.
function keyOf(event) {
  if (event.key.length > 1) return event.key.toLowerCase();
  if (event.key >= "!" && event.key <= "~") return event.key.toLowerCase();
  if (event.code === "Slash" && event.shiftKey) return "?";
  return BY_CODE[event.code] ?? event.code.replace(/^(Key|Digit)/, "").toLowerCase();
}

const isTyping = (target) => target.closest?.("input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true]");
const elements = (keys, root = document) => [...root.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)];
const find = (keys, root) => elements(keys, root).findLast((element) => element.checkVisibility() || element.classList.contains("sr"));

function press(element) {
  if (element.matches("input:not([type=checkbox]), textarea, select, [contenteditable=true]")) element.focus();
  else element.click();
}

function walk(step) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());
  const at = rows.findIndex((row) => row === document.activeElement || row.getAttribute("aria-current") === "true");
  const next = rows[at < 0 ? 0 : at + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function chord(event) {
  const keys = `mod+${keyOf(event)}`;
  const form = event.target.closest?.("form");
  // Ctrl+Enter sends the form one is in, never another.
  const element = (form && find(keys, form)) ?? (event.key === "Enter" ? null : find(keys));
  if (!element) return;
  event.preventDefault();
  press(element);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey) {
    if (!event.altKey) chord(event);
    return;
  }
  if (event.altKey || isTyping(event.target) || document.documentElement.dataset.shortcuts === "off") return;
  if (document.querySelector("dialog[open], .menu:popover-open")) return;
  const key = keyOf(event);
  if (key === "shift") return;
  if (event.timeStamp - typedAt > PAUSE) typed = [];
  typedAt = event.timeStamp;
  typed = [...typed.slice(-1), key];
  const element = find(typed.join(" ")) ?? find(key);
  if (element) {
    typed = [];
    event.preventDefault();
    press(element);
  } else if (key === "j" || key === "k") {
    walk(key === "j" ? 1 : -1);
  }
});

function wordsOf(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, .count").forEach((part) => part.remove());
  return (element.getAttribute("aria-label") ?? copy.textContent).trim();
}

function describe(list) {
  const seen = new Map();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (!seen.has(element.dataset.key)) seen.set(element.dataset.key, wordsOf(element));
  }
  list.replaceChildren(...[...seen].flatMap(([keys, words]) => {
    const term = document.createElement("dt");
    const meaning = document.createElement("dd");
    term.append(...keys.split(/[ +]/).map((key) => Object.assign(document.createElement("kbd"), { textContent: CAPS[key] ?? key.toUpperCase() })));
    meaning.textContent = words;
    return [term, meaning];
  }));
}

document.addEventListener("click", (event) => {
  const list = event.target.closest("[data-open=shortcuts]") && document.querySelector("[data-shortcut-list]");
  if (list) describe(list);
});
