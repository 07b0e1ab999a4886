// Answering with articles. The picker (finder.js walks over it) opens with two question marks or a button and inserts a
// link; the panel beside the ticket inserts one too, or brings the words of an article or an earlier reply to be looked at and adapted.
const PATIENCE = 3000;
let form = null; // the composer that the picker was opened from
let marks = null; // where its two question marks stand

const picker = () => document.getElementById("articles");
const shown = () => [...document.querySelectorAll("[data-composer]")].find((one) => !one.hidden);

function open(from, range = null) {
  const box = picker();
  if (!box || !from) return;
  [form, marks] = [from, range];
  box.querySelector("[name=mode]").value = form.dataset.composer;
  box.querySelector("[name=to]").value = form.elements.to?.value ?? "";
  const input = box.querySelector("[role=combobox]");
  input.value = "";
  box.querySelector("[role=listbox]").replaceChildren(); // what was found for other words is not offered
  if (!box.open) box.showModal();
  input.dispatchEvent(new CustomEvent("opened"));
}

// The editor takes the place of the text area when somebody first writes there; without it the area is written in.
function editorOf(of) {
  if (of.editor) return Promise.resolve(of.editor);
  of.querySelector("textarea").focus();
  return new Promise((done) => {
    const late = setTimeout(done, PATIENCE, null);
    of.addEventListener("editor:ready", () => { clearTimeout(late); done(of.editor); }, { once: true });
  });
}

function write(area, text) {
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
}

async function insertLink(into, { address, title }, range = null) {
  const editor = await editorOf(into);
  if (!editor) return write(into.elements.body, `${title} (${address}) `);
  const chain = editor.chain().focus();
  if (range) chain.deleteRange(range);
  return chain.insertContent([{ type: "text", text: title, marks: [{ type: "link", attrs: { href: address } }] }, { type: "text", text: " " }]).run();
}

function take(option) {
  const [into, range, words] = [form, marks, { ...option.dataset }];
  picker().close();
  insertLink(into, words, range);
}

// What must not go out is written into a note, whichever composer was open.
function composerFor(mode) {
  if (mode === "note" && shown()?.dataset.composer !== "note") shown()?.querySelector("[data-mode=note]").click();
  return shown();
}

const paragraphs = (text) => text.trim().split(/\n{2,}/).map((block) => ({
  type: "paragraph",
  content: block.split("\n").flatMap((line, at) => [...(at ? [{ type: "hardBreak" }] : []), ...(line ? [{ type: "text", text: line }] : [])]),
}));

async function adapt(dialog) {
  const into = composerFor(dialog.dataset.mode);
  const text = dialog.querySelector("[data-adapt-text]")?.value;
  const html = dialog.querySelector("[data-adapt-html]");
  const chip = dialog.querySelector("template").content.cloneNode(true);
  dialog.close();
  const editor = await editorOf(into);
  if (editor) editor.chain().focus().insertContent(html ? html.innerHTML : paragraphs(text)).run();
  else write(into.elements.body, text ?? html.innerText);
  into.querySelector("[data-sources]").append(chip);
  into.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open=articles]");
  if (opener) return open(opener.closest("form"));
  const option = event.target.closest("#articles-found [role=option]");
  if (option) return take(option);
  const link = event.target.closest("[data-insert]");
  if (link) return insertLink(composerFor(link.dataset.mode), link.dataset);
  const use = event.target.closest("[data-adapt-insert]");
  if (use) return adapt(use.closest("dialog"));
  const off = event.target.closest("[data-source-remove]");
  if (!off) return undefined;
  const of = off.closest("form");
  off.closest("[data-source]").remove();
  (of.editor?.view ?? of.elements.body).focus();
  return of.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
});

// Two question marks at the beginning of a word ask for an article; anywhere else they are only that.
let isMark = false;
document.addEventListener("beforeinput", (event) => (isMark = /[?؟]$/.test(event.data ?? "")), true);
document.addEventListener("input", (event) => {
  const of = event.target.matches?.("[data-composer] > textarea.write") ? event.target.form : null;
  if (!isMark || !of?.editor || picker()?.open) return;
  const { from, empty } = of.editor.state.selection;
  const before = of.editor.state.doc.textBetween(Math.max(0, from - 3), from, "\n", "\n");
  if (empty && /(^|\s)(\?\?|؟؟)$/.test(before)) open(of, { from: from - 2, to: from });
});

// Back to the text, whether something was inserted or not.
document.addEventListener("close", (event) => event.target.matches?.("[data-articles]") && form?.editor?.view.focus(), true);
