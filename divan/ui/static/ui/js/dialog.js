// Dialogs: data-open="<id>" opens, data-close closes, a click beside closes. Focus and Escape are native.
const isBeside = ({ target, clientX, clientY }) => {
  if (!(target instanceof HTMLDialogElement) || target.hasAttribute("data-keep")) return false;
  const box = target.getBoundingClientRect();
  return clientX < box.x || clientX > box.right || clientY < box.y || clientY > box.bottom;
};
// Marking text may end beside the dialog, where it did not begin; and what was written is not lost by a slip of the hand.
let beganBeside = false;
document.addEventListener("pointerdown", (event) => (beganBeside = isBeside(event)), true);
const WRITTEN = "textarea, input:not([type=hidden], [type=search], [role=combobox])";
const isWritten = (dialog) => dialog.querySelector("[data-form-errors]") || [...dialog.querySelectorAll(WRITTEN)].some((field) => field.value !== field.defaultValue);

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.open);
    if (dialog && opener.matches("a")) event.preventDefault(); // without scripts it leads to a page
    if (dialog && !dialog.open) dialog.showModal();
    return;
  }
  if (event.target.closest("[data-close]")) {
    event.target.closest("dialog")?.close();
    return;
  }
  if (beganBeside && isBeside(event) && !isWritten(event.target)) event.target.close();
});

// The server ends a dialog with the header HX-Trigger: close-dialog.
document.addEventListener("close-dialog", () => document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close()));

const WRITES = "input:not([type=checkbox], [type=radio], [type=hidden]), textarea, select, [contenteditable=true]";
const FIELDS = "form :is(input:not([type=hidden]), textarea, select)";

// A dialog that a fragment brought along may ask to be shown at once: at its first field, where it does not say
// another, as a key that is pressed now must not close it. Whoever has begun to write elsewhere is not interrupted.
document.addEventListener("htmx:afterSettle", (event) => {
  const dialog = event.target.querySelector?.("dialog[data-show]");
  if (!dialog || dialog.open) return;
  if (document.activeElement.matches(WRITES) && !dialog.parentElement.contains(document.activeElement)) return dialog.remove();
  dialog.showModal();
  if (!dialog.querySelector("[autofocus], [data-focus]")) [...dialog.querySelectorAll(FIELDS)].find((field) => field.checkVisibility())?.focus();
});
