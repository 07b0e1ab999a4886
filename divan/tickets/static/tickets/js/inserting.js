// Inserting into a composer, for whoever has something: the event "composer:insert" on its form, with `content` for the
// editor (markup or nodes; paragraphs of `text` without it), `text` for the plain area, and the `range` that it replaces.
// What is done then is told by "composer:inserted".
const PATIENCE = 3000;

// The editor takes the place of the text area when somebody first writes there; without it the area is written in.
function editorOf(form) {
  if (form.editor) return Promise.resolve(form.editor);
  form.querySelector("textarea").focus();
  return new Promise((done) => {
    const late = setTimeout(done, PATIENCE, null);
    form.addEventListener("editor:ready", () => { clearTimeout(late); done(form.editor); }, { once: true });
  });
}

function write(area, text) {
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.focus();
}

const paragraphs = (text) => text.trim().split(/\n{2,}/).map((block) => ({
  type: "paragraph",
  content: block.split("\n").flatMap((line, at) => [...(at ? [{ type: "hardBreak" }] : []), ...(line ? [{ type: "text", text: line }] : [])]),
}));

document.addEventListener("composer:insert", async ({ target: form, detail: { content, text, range } }) => {
  const editor = await editorOf(form);
  if (editor) {
    const chain = editor.chain().focus();
    if (range) chain.deleteRange(range);
    chain.insertContent(content || paragraphs(text)).run();
  } else write(form.elements.body, text);
  form.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
  form.dispatchEvent(new CustomEvent("composer:inserted", { bubbles: true }));
});
