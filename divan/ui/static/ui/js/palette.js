// The palette: a combobox over links. Commands of the page are filtered here, what the server finds comes by htmx.
const palette = () => document.querySelector("[data-palette]");
const options = (box) => [...box.querySelectorAll("[role=option]")].filter((option) => !option.hidden);

function select(box, option) {
  box.querySelectorAll("[aria-selected=true]").forEach((old) => old.setAttribute("aria-selected", "false"));
  const input = box.querySelector("[role=combobox]");
  if (!option) return input.removeAttribute("aria-activedescendant");
  option.id ||= `option-${options(box).indexOf(option)}-${Date.now()}`;
  option.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", option.id);
  return option.scrollIntoView({ block: "nearest" });
}

function filter(box, words) {
  const wanted = words.trim().toLocaleLowerCase();
  box.querySelectorAll("#palette-commands [role=option]").forEach((option) => {
    option.hidden = !option.textContent.toLocaleLowerCase().includes(wanted);
  });
  select(box, options(box)[0]);
}

document.addEventListener("input", (event) => {
  const box = event.target.closest?.("[data-palette]");
  if (box) filter(box, event.target.value);
});

document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-palette]");
  if (!box || event.isComposing) return;
  const all = options(box);
  const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") select(box, all[(at + 1) % all.length]);
  else if (event.key === "ArrowUp") select(box, all[(at - 1 + all.length) % all.length]);
  else if (event.key === "Enter") all[Math.max(at, 0)]?.click();
  else return;
  event.preventDefault();
});

document.addEventListener("htmx:afterSettle", (event) => {
  const box = palette();
  if (box?.contains(event.target) && !box.querySelector("[aria-selected=true]")) select(box, options(box)[0]);
});

// Opened by a click on [data-open=palette] (dialog.js): begin with the first command marked.
document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-open=palette]") && palette();
  if (box) filter(box, box.querySelector("[role=combobox]").value);
});
