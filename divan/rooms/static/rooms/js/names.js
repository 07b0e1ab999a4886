// "@" at the beginning of a word offers the colleagues in this room; what is chosen is written as their whole name.
const field = document.querySelector("#composer-room textarea");
const list = document.getElementById("room-names");
let people = [];
let from = -1; // where the "@" stands

document.addEventListener("room:people", (event) => (people = event.detail));

const options = () => [...list.children];
const chosen = () => options().find((option) => option.getAttribute("aria-selected") === "true");

function close() {
  from = -1;
  if (list.matches(":popover-open")) list.hidePopover();
  field.removeAttribute("aria-activedescendant");
}

function select(option) {
  options().forEach((one) => one.setAttribute("aria-selected", String(one === option)));
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function optionOf({ key, name }) {
  const option = Object.assign(document.createElement("li"), { id: `name-${key.replace(":", "-")}`, role: "option" });
  option.append(Object.assign(document.createElement("bdi"), { textContent: name }));
  option.dataset.name = name;
  return option;
}

function offer() {
  const typed = /(?:^|[\s(])@([^@\n]{0,40})$/u.exec(field.value.slice(0, field.selectionStart));
  const wanted = typed?.[1].toLocaleLowerCase() ?? "";
  const fitting = typed ? people.filter((one) => ` ${one.name.toLocaleLowerCase()}`.includes(` ${wanted}`)).slice(0, 8) : [];
  if (!fitting.length) return close();
  from = field.selectionStart - typed[1].length - 1;
  list.replaceChildren(...fitting.map(optionOf));
  if (!list.matches(":popover-open")) list.showPopover({ source: field });
  return select(list.firstElementChild);
}

function take(option) {
  field.setRangeText(`@${option.dataset.name} `, from, field.selectionStart, "end");
  close();
  field.focus();
}

field.addEventListener("input", offer);
field.addEventListener("blur", close);
// On the way down: Enter must not send what is being chosen, whichever script came first.
field.addEventListener("keydown", (event) => {
  if (from < 0 || event.isComposing) return;
  const all = options();
  const at = all.indexOf(chosen());
  const step = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length }[event.key];
  if (step !== undefined) select(all[step % all.length]);
  else if (event.key === "Enter" || event.key === "Tab") take(chosen());
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
list.addEventListener("mousedown", (event) => {
  const option = event.target.closest("[role=option]");
  event.preventDefault();
  if (option) take(option);
});
