// The palette: what the page itself can do comes first, read from its buttons and menus; commands are filtered here,
// what the server finds comes by htmx; finder.js walks over both. A control may name itself with data-command.
const CONTROLS = "main :is([data-key], [data-command], .menu > :is(a, button), .menu > form > button)";
const NEVER = "[hidden], dialog, [data-choices], .tickets > *, .tickets tr, [data-key='u']";
let pressed = null;

function wordsOf(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, .count, svg").forEach((part) => part.remove());
  return (element.dataset.command ?? element.getAttribute("aria-label") ?? copy.textContent).trim();
}

// A menu that is closed is not seen, but its button is; a key that nobody sees is marked so.
function isOffered(element) {
  if (element.closest(NEVER) && !element.dataset.command) return false;
  const menu = element.closest(".menu");
  const seen = menu ? document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`) : element;
  return Boolean(seen) && (seen.checkVisibility() || seen.classList.contains("sr") || Boolean(element.dataset.command));
}

function option(element, words) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "option" });
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  made.tabIndex = -1;
  made.append(Object.assign(document.createElement("span"), { textContent: words, dir: "auto" }));
  const cap = element.querySelector("kbd");
  if (cap) made.append(cap.cloneNode(true));
  made.addEventListener("click", () => {
    pressed = element;
    made.closest("dialog").close();
  });
  return made;
}

function collect(box) {
  const here = box.querySelector("[data-here]");
  const found = new Map();
  for (const element of [...document.querySelectorAll(CONTROLS)].filter(isOffered)) {
    const words = wordsOf(element);
    const known = found.get(words);
    if (words && (!known || (!known.querySelector("kbd") && element.querySelector("kbd")))) found.set(words, element);
  }
  here.replaceChildren(here.querySelector("h3"), ...[...found].map(([words, element]) => option(element, words)));
}

// Once the dialog has closed and given the focus back: what was chosen may want to move it.
document.addEventListener("close", (event) => {
  if (!event.target.matches("[data-palette]") || !pressed) return;
  const element = pressed;
  pressed = null;
  if (!element.isConnected) return;
  if (element.matches("input:not([type=checkbox])")) element.focus();
  else element.click();
}, true);

// Found however it is typed: both kinds of i, with and without marks, with Arabic or Persian letters.
const SAME = { ي: "ی", ك: "ک", ı: "i" };
const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[يكı]/g, (letter) => SAME[letter]);

function filter(box) {
  const wanted = fold(box.querySelector("[role=combobox]").value.trim());
  box.querySelectorAll("#palette-commands [role=option]").forEach((each) => {
    each.hidden = !fold(each.textContent).includes(wanted);
  });
  box.querySelectorAll("#palette-commands [role=group]").forEach((group) => {
    group.hidden = !group.querySelector("[role=option]:not([hidden])");
  });
  box.dispatchEvent(new CustomEvent("options", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  const box = event.target.closest?.("[data-palette]");
  if (box) filter(box);
});

// Opened by a click on [data-open=palette] (dialog.js): begin with the first command marked.
document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-open=palette]") && document.querySelector("[data-palette]");
  if (!box) return;
  box.querySelector("[role=combobox]").value = ""; // what was looked for the last time is over
  document.getElementById("palette-found").replaceChildren();
  collect(box);
  filter(box);
});
