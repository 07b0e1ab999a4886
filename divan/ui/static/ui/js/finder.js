// A text field over a list of links (data-finder): the palette, the search box, the fields of a query.
// A combobox as the WAI-ARIA practices describe it; htmx fetches the options. A list with `popover` is only
// there while it has something to offer. An option with data-text goes into the field, any other is a link.
const boxOf = (target) => target?.closest?.("[data-finder]");
const inputOf = (box) => box.querySelector("[role=combobox]");
const listOf = (box) => box.querySelector("[role=listbox]");
const options = (box) => [...listOf(box).querySelectorAll("[role=option]")].filter((option) => !option.hidden);
const isOpen = (box) => !listOf(box).popover || listOf(box).matches(":popover-open");
let made = 0;

function select(box, option) {
  box.querySelectorAll("[aria-selected=true]").forEach((old) => old.setAttribute("aria-selected", "false"));
  const input = inputOf(box);
  if (!option) return input.removeAttribute("aria-activedescendant");
  option.id ||= `option-${++made}`;
  option.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", option.id);
  return option.scrollIntoView({ block: "nearest" });
}

function show(box, wanted) {
  const list = listOf(box);
  if (!list.popover) return;
  const input = inputOf(box);
  if (wanted && !isOpen(box)) list.showPopover({ source: input.closest(".input") });
  if (!wanted && isOpen(box)) list.hidePopover();
  input.setAttribute("aria-expanded", String(wanted));
  if (!wanted) select(box, null);
}

// Something to begin with is marked in the palette; elsewhere Enter asks what was typed. What was found for
// other words than those that stand there now is not offered.
function first(box) {
  const old = box.dataset.asking === undefined ? null : document.querySelector(inputOf(box).getAttribute("hx-target"));
  select(box, listOf(box).popover ? null : options(box).find((option) => !old?.contains(option)));
}

function take(box, option) {
  const input = inputOf(box);
  input.value = option.dataset.text;
  const at = [...input.value].slice(0, Number(option.dataset.at)).join("").length;
  input.setSelectionRange(at, at);
  show(box, false);
  input.focus();
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function choose(box, option) {
  if (option.dataset.text === undefined) option.click();
  else take(box, option);
}

// Where the cursor stands, in characters as people count them.
document.addEventListener("htmx:configRequest", (event) => {
  const input = event.target;
  if (boxOf(input) && input.matches("[role=combobox]")) event.detail.parameters.at = [...input.value.slice(0, input.selectionStart)].length;
});

// An answer that was overtaken by more typing is dropped.
document.addEventListener("htmx:beforeSwap", (event) => {
  const input = event.detail.requestConfig?.elt;
  if (boxOf(input) && event.detail.requestConfig.parameters.q !== input.value) event.detail.shouldSwap = false;
});

document.addEventListener("htmx:afterSettle", (event) => {
  const box = boxOf(event.target);
  if (!box || !listOf(box).contains(event.target)) return;
  delete box.dataset.asking;
  first(box);
  show(box, options(box).length > 0 && document.activeElement === inputOf(box));
  box.querySelector("[data-said]").textContent = listOf(box).querySelector("[data-says]")?.dataset.says ?? "";
});

document.addEventListener("input", (event) => {
  const box = boxOf(event.target);
  if (!box || event.target !== inputOf(box)) return;
  if (event.target.hasAttribute("hx-get")) box.dataset.asking = "";
  first(box);
  if (!event.target.value.trim()) show(box, false);
});

document.addEventListener("keydown", (event) => {
  const box = boxOf(event.target);
  if (!box || event.target !== inputOf(box) || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = options(box);
  const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const ends = at < 0 ? {} : { Home: 0, End: all.length - 1 }; // without a mark they move the cursor in the text
  const step = { ArrowDown: at + 1, ArrowUp: at < 0 ? all.length - 1 : at - 1 + all.length, ...ends }[event.key];
  if (step !== undefined && all.length) {
    show(box, true);
    select(box, all[step % all.length]);
  } else if (event.key === "Enter" && at >= 0 && isOpen(box)) choose(box, all[at]);
  else if (event.key === "Escape" && listOf(box).popover && isOpen(box)) show(box, false);
  else return;
  event.preventDefault();
  event.stopPropagation();
});

// The field keeps the focus while an option is pressed.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("[data-finder] [role=option]")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const option = event.target.closest("[data-finder] [role=option][data-text]");
  if (!option) return;
  event.preventDefault();
  take(boxOf(option), option);
});

document.addEventListener("focusout", (event) => {
  const box = boxOf(event.target);
  if (box && !box.contains(event.relatedTarget)) show(box, false);
});

// Options were shown or hidden by somebody else.
document.addEventListener("options", (event) => first(boxOf(event.target)));
