// Completion of recipients: a text field of addresses with commas between them; the last one is looked up.
// With [data-one] it is a field for one person, whose words may have commas.
// A combobox with a list as the WAI-ARIA practices describe it: the arrows walk, Enter or Tab takes, Escape closes.
const AFTER = 150;
const SHORTEST = 2;
let timer;
let asked = 0;

const listOf = (input) => document.getElementById(input.getAttribute("aria-controls"));
const isOne = (input) => input.hasAttribute("data-one");
const last = (input) => (isOne(input) ? input.value : input.value.split(/[,;،؛]/).at(-1)).trim();

function close(input) {
  const list = listOf(input);
  list.hidden = true;
  list.replaceChildren();
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function option(person, at, list) {
  const item = document.createElement("li");
  item.id = `${list.id}-${at}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.entry = person.name ? `"${person.name.replaceAll('"', "'")}" <${person.address}>` : person.address;
  const name = Object.assign(document.createElement("bdi"), { textContent: person.name || person.address });
  const address = Object.assign(document.createElement("bdi"), { textContent: person.name ? person.address : "", className: "faint", dir: "ltr" });
  item.append(name, " ", address);
  for (const text of [person.organization, person.phone].filter(Boolean)) {
    const more = Object.assign(document.createElement("bdi"), { textContent: text, className: "faint" });
    item.append(" · ", more);
  }
  return item;
}

async function look(input) {
  const words = last(input);
  if (words.length < SHORTEST || words.endsWith(">")) return close(input);
  const mine = ++asked;
  const answer = await fetch(`${input.dataset.recipients}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
  if (!answer.ok || mine !== asked || document.activeElement !== input) return undefined;
  const { people } = await answer.json();
  if (!people.length) return close(input);
  const list = listOf(input);
  list.replaceChildren(...people.map((person, at) => option(person, at, list)));
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  return choose(input, 0);
}

function choose(input, at) {
  const options = [...listOf(input).children];
  options.forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
  input.setAttribute("aria-activedescendant", options[at].id);
  options[at].scrollIntoView({ block: "nearest" });
}

function take(input, item) {
  const before = input.value.slice(0, input.value.length - last(input).length).trimEnd();
  input.value = `${before}${before && !/[,;،؛]$/.test(before) ? "," : ""}${before ? " " : ""}${item.dataset.entry}${isOne(input) ? "" : ", "}`;
  close(input);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  // What a script writes is no change to a browser that waits for the field to be left.
  if (isOne(input)) input.dispatchEvent(new Event("change", { bubbles: true }));
}

const field = (event) => event.target.closest?.("[data-recipients]");

document.addEventListener("input", (event) => {
  const input = field(event);
  if (!input) return;
  asked += 1; // what was found for other words than those that stand there now is not offered
  close(input);
  clearTimeout(timer);
  timer = setTimeout(look, AFTER, input);
});

document.addEventListener("keydown", (event) => {
  const input = field(event);
  if (!input || event.isComposing) return;
  if (input.getAttribute("aria-expanded") !== "true") {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) event.preventDefault(); // it chooses, it never sends
    return;
  }
  const options = [...listOf(input).children];
  const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") choose(input, (at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length);
  else if (event.key === "Enter" || event.key === "Tab") take(input, options[at]);
  else if (event.key === "Escape") close(input);
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener("mousedown", (event) => {
  const item = event.target.closest?.(".people-found > [role=option]");
  if (!item) return;
  event.preventDefault(); // the field keeps the focus
  take(document.querySelector(`[aria-controls="${CSS.escape(item.parentElement.id)}"]`), item);
});

document.addEventListener("focusout", (event) => field(event) && close(field(event)));
