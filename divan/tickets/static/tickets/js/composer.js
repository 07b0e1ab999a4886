// Reply and note are two forms; one is shown. The server decides where each goes, not this script.
function show(mode) {
  const forms = [...document.querySelectorAll("[data-composer]")];
  const wanted = forms.find((form) => form.dataset.composer === mode);
  if (!wanted) return;
  forms.forEach((form) => (form.hidden = form !== wanted));
  focus(wanted);
}

// The rich text editor if it has taken the place of the text area; at once, before the next key is pressed.
function focus(form) {
  if (form.editor) form.editor.view.focus();
  else form.querySelector("textarea").focus();
}

document.addEventListener("click", (event) => {
  const mode = event.target.closest("[data-mode]");
  if (mode) {
    event.preventDefault();
    show(mode.dataset.mode);
    return;
  }
  const attach = event.target.closest("[data-show-attach]");
  if (!attach) return;
  const area = attach.closest("form").querySelector("[data-attach]");
  area.hidden = !area.hidden;
  if (!area.hidden) area.querySelector("input[type=file]").click();
});

// A file that is pasted or dropped on the composer shows the place where it goes.
document.addEventListener("paste", (event) => event.clipboardData.files.length && reveal(event), true);
document.addEventListener("dragenter", reveal);

function reveal(event) {
  const area = event.target.closest?.("[data-composer]")?.querySelector("[data-attach]");
  if (area) area.hidden = false;
}

// After sending, the cursor is where the next message is written.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.matches?.("[data-composer]")) focus(event.target);
});

// Escape leaves the text for the conversation, where the keys of the page are heard; what was typed stays.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing || !event.target.matches?.("[data-composer] :is(textarea, [contenteditable])")) return;
  document.querySelector("[data-thread]")?.focus({ preventScroll: true });
});
