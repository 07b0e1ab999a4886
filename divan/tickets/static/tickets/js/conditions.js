// Questions that are asked only after certain answers: [data-when="<name>"] with [data-when-is="[values]"] is shown
// while the control of that name has one of the values. The server decides the same when the form arrives.
const TICKED = "yes";
const NOT_TICKED = "no";

function answers(form, name) {
  const controls = [...form.elements].filter((control) => control.name === name);
  if (controls.some((control) => control.closest("[hidden]"))) return [];
  const boxes = controls.filter((control) => control.type === "checkbox");
  // A box without a value of its own is a question of its own: ticked or not.
  if (boxes.length === 1 && !boxes[0].hasAttribute("value")) return [boxes[0].checked ? TICKED : NOT_TICKED];
  return controls.filter((control) => !/^(checkbox|radio)$/.test(control.type) || control.checked).map((control) => control.value);
}

function show(form) {
  // In the order of the page: what is hidden above answers nothing below.
  for (const part of form.querySelectorAll("[data-when]")) {
    const wanted = JSON.parse(part.dataset.whenIs);
    part.hidden = !answers(form, part.dataset.when).some((value) => wanted.includes(value));
  }
}

const conditional = () => [...document.forms].filter((form) => form.querySelector("[data-when]"));
document.addEventListener("change", (event) => event.target.form && show(event.target.form));
// Going back shows the answers that the browser remembers.
addEventListener("pageshow", () => conditional().forEach(show));
conditional().forEach(show);
