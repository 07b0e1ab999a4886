// Mentions in what stays among colleagues: notes and side threads. "@" at the beginning of a word, or the button, opens
// the picker (finder.js walks over it); what is chosen becomes one piece of text that the server reads again. In what
// customers read there is no button, and "@" is only a letter.
const PATIENCE = 3000;
let form = null; // the composer that the picker was opened from
let mark = null; // where its "@" stands

const picker = () => document.getElementById("mentions");

function open(from, range = null) {
  const box = picker();
  if (!box || !from) return;
  [form, mark] = [from, range];
  const input = box.querySelector("[role=combobox]");
  input.value = "";
  box.querySelector("[role=listbox]").replaceChildren(); // what was found for other words is not offered
  if (!box.open) box.showModal();
  input.dispatchEvent(new CustomEvent("opened"));
}

// The editor takes the place of the text area when somebody first writes there.
function editorOf(of) {
  if (of.editor) return Promise.resolve(of.editor);
  of.querySelector("textarea").focus();
  return new Promise((done) => {
    const late = setTimeout(done, PATIENCE, null);
    of.addEventListener("editor:ready", () => { clearTimeout(late); done(of.editor); }, { once: true });
  });
}

async function take(option) {
  const [into, range, { noun, id, name, show }] = [form, mark, option.dataset];
  picker().close();
  const editor = await editorOf(into);
  if (!editor) return; // without the editor a name is only a name
  const chain = editor.chain().focus();
  if (range) chain.deleteRange(range);
  chain.insertContent([{ type: "mention", attrs: { noun, id, name, show: show ?? null } }, { type: "text", text: " " }]).run();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-mention]");
  if (opener) return open(opener.closest("form"));
  const option = event.target.closest("#mentions-found [role=option]");
  return option ? take(option) : undefined;
});

let isMark = false;
document.addEventListener("beforeinput", (event) => (isMark = event.data === "@"), true);
document.addEventListener("input", (event) => {
  const of = event.target.matches?.("[data-composer] > textarea.write") ? event.target.form : null;
  if (!isMark || !of?.editor || !of.querySelector("[data-mention]") || picker()?.open) return;
  const { from, empty } = of.editor.state.selection;
  const before = of.editor.state.doc.textBetween(Math.max(0, from - 2), from, "\n", "\n");
  if (empty && /(^|[\s(])@$/.test(before)) open(of, { from: from - 1, to: from });
});

// Back to the text, whether somebody was chosen or not.
document.addEventListener("close", (event) => event.target.matches?.("[data-mentions]") && form?.editor?.view.focus(), true);
