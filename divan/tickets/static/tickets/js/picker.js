// Finding something to insert (finder.js walks over it). A picker opens with its button, or with its marks (data-picker, with
// spaces between them) typed at the beginning of a word. What was chosen is told by "picked" on it.
let form = null; // the composer that the picker was opened from
let range = null; // where its marks stand

const pickers = () => [...document.querySelectorAll("dialog[data-picker]")];

function open(box, from, marks = null) {
  [form, range] = [from, marks];
  box.querySelector("[name=mode]").value = form.dataset.composer;
  box.querySelector("[name=to]").value = form.elements.to?.value ?? "";
  const input = box.querySelector("[role=combobox]");
  input.value = "";
  box.querySelector("[role=listbox]").replaceChildren(); // what was found for other words is not offered
  if (!box.open) box.showModal();
  input.dispatchEvent(new CustomEvent("opened"));
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-composer] [data-open]");
  const box = opener && pickers().find((one) => one.id === opener.dataset.open);
  if (box) return open(box, opener.closest("form"));
  const option = event.target.closest("dialog[data-picker] [role=option]");
  if (!option) return undefined;
  const picker = option.closest("dialog");
  const detail = { form, range, chosen: { ...option.dataset } };
  picker.close();
  return picker.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail }));
});

// Only what was typed just now asks; pasted or moved to, the marks are only themselves.
let typed = "";
document.addEventListener("beforeinput", (event) => (typed = event.data ?? ""), true);
document.addEventListener("input", (event) => {
  const of = event.target.matches?.("[data-composer] > textarea.write") ? event.target.form : null;
  if (!typed || !of?.editor || pickers().some((one) => one.open)) return;
  const { from, empty } = of.editor.state.selection;
  const before = of.editor.state.doc.textBetween(Math.max(0, from - 3), from, "\n", "\n");
  const asked = (mark) => mark.endsWith(typed.at(-1)) && (before === mark || /^\s$/.test(before.slice(0, -mark.length)) && before.endsWith(mark));
  const box = empty && pickers().find((one) => one.dataset.picker.split(" ").some(asked));
  if (box) open(box, of, { from: from - 2, to: from });
});

// Back to the text, whether something was inserted or not.
document.addEventListener("close", (event) => event.target.matches?.("dialog[data-picker]") && form?.editor?.view.focus(), true);
