// The list behind "?" reads itself from the page: what hears a key now, under the heading of the part it is in.
const own = JSON.parse(document.documentElement.dataset.keys ?? "{}");
const IS_MAC = /Mac|iP/.test(navigator.platform);
const CAPS = { mod: IS_MAC ? "⌘" : "Ctrl", shift: IS_MAC ? "⇧" : "Shift", enter: "↵" };
const PLACES = [
  ["list", "#list, .tickets, .bulk, [data-pick]"],
  ["composer", "[data-composer]"],
  ["ticket", "#talk, #context, .toast"],
];

const isThere = (element) => element.checkVisibility() || element.classList.contains("sr");

function wordsOf(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, .count, svg").forEach((part) => part.remove());
  return (element.dataset.command ?? element.getAttribute("aria-label") ?? copy.textContent).trim();
}

function placeOf(element) {
  if (element.dataset.key.startsWith("g ")) return "go";
  return PLACES.find(([, parts]) => element.closest(parts))?.[0] ?? "everywhere";
}

const cap = (key) => Object.assign(document.createElement("kbd"), { textContent: CAPS[key] ?? key.toUpperCase() });

function line(keys, words) {
  const term = document.createElement("dt");
  const meaning = Object.assign(document.createElement("dd"), { textContent: words, dir: "auto" });
  term.append(...keys.split(/[ +]/).filter(Boolean).map(cap));
  return [term, meaning];
}

function describe(dialog) {
  const seen = new Map();
  for (const element of [...document.querySelectorAll("[data-key]")].filter(isThere)) {
    const keys = own[element.dataset.key] ?? element.dataset.key;
    if (keys && !seen.has(keys)) seen.set(keys, [placeOf(element), wordsOf(element)]);
  }
  for (const part of dialog.querySelectorAll("[data-place]")) {
    const lines = [...seen].filter(([, [place]]) => place === part.dataset.place).flatMap(([keys, [, words]]) => line(keys, words));
    part.querySelector("dl[data-lines]").replaceChildren(...lines);
    part.hidden = !part.querySelector("dt");
  }
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-open=shortcuts]")) describe(document.getElementById("shortcuts"));
});
