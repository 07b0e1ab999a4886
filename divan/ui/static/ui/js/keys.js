// Keyboard: an element with data-key="r", "shift+x", "g i" or "mod+k" is pressed by that key. Off while typing.
// Whoever has chosen other keys has them in data-keys of the page, the usual key first: {"e": "q", "s": ""}.
// Rows with data-row are walked with J and K.
const PAUSE = 1000;
const BY_CODE = { Slash: "/", Period: ".", Comma: "," };
const own = JSON.parse(document.documentElement.dataset.keys ?? "{}");
let typed = [];
let typedAt = 0;
let wrote = null; // the field in which somebody writes, and when the last key came

// event.key where it is Latin, otherwise the place on the keyboard: Persian and Hebrew layouts work too.
function keyOf(event) {
  if (event.key.length > 1) return event.key.toLowerCase();
  if (event.key >= "!" && event.key <= "~") return event.key.toLowerCase();
  if (event.code === "Slash" && event.shiftKey) return "?";
  if (event.code === "Digit8" && event.shiftKey) return "*";
  return BY_CODE[event.code] ?? event.code.replace(/^(Key|Digit)/, "").toLowerCase();
}

// The usual keys that this person presses as `keys`: their own choice, or the usual one if they left it there.
const meant = (keys) => [...Object.keys(own).filter((usual) => own[usual] === keys), ...(keys in own ? [] : [keys])];

const isTyping = (target) => target.closest?.("input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true]");
const elements = (keys, root = document) => [...root.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)];
const isThere = (element) => element.checkVisibility() || element.classList.contains("sr");
const find = (keys, root) => meant(keys).flatMap((usual) => elements(usual, root)).findLast(isThere);

function press(element) {
  if (element.matches("input:not([type=checkbox]), textarea, select, [contenteditable=true]")) element.focus();
  else element.click();
}

function walk(step) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());
  const focused = rows.indexOf(document.activeElement);
  const at = focused < 0 ? rows.findIndex((row) => row.getAttribute("aria-current") === "true") : focused;
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

// A capital letter may be a key of its own; two keys after each other too; else the last one counts.
function pressed(event, key) {
  const capital = event.shiftKey && key >= "a" && key <= "z" && key.length === 1 ? find(`shift+${key}`) : null;
  return capital ?? find(typed.join(" ")) ?? find(key);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey) {
    wrote = null;
    if (!event.altKey) chord(event);
    return;
  }
  if (isTyping(event.target)) {
    wrote = ["Enter", "Escape", "Tab"].includes(event.key) ? null : { field: event.target, at: event.timeStamp };
    return;
  }
  // Whoever goes on writing when the field is taken away presses no keys of the page.
  if (wrote && !wrote.field.isConnected && event.timeStamp - wrote.at < PAUSE) {
    wrote.at = event.timeStamp;
    return;
  }
  if (event.altKey || document.documentElement.dataset.shortcuts === "off") return;
  if (document.querySelector("dialog[open], .menu:popover-open")) return;
  const key = keyOf(event);
  if (key === "shift") return;
  if (event.timeStamp - typedAt > PAUSE) typed = [];
  typedAt = event.timeStamp;
  typed = [...typed.slice(-1), key];
  const element = pressed(event, key);
  if (element) {
    typed = [];
    event.preventDefault();
    press(element);
  } else {
    const way = meant(key).find((usual) => usual === "j" || usual === "k");
    if (way) walk(way === "j" ? 1 : -1);
  }
});
