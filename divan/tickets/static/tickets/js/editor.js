// Rich text in a composer. The text area works alone; the editor takes its place when somebody first writes in one,
// and from then on keeps the area (plain text, the draft) and the hidden field beside it (markup) up to date.
const LINK = /^(https?:\/\/|mailto:)\S+$/i;
let library;

const load = (dock) => (library ??= import(dock.dataset.editor));
const isSend = (event) => (event.ctrlKey || event.metaKey) && event.key === "Enter";

function extensions(kit) {
  // Each block runs as its first strong letter does. Paragraphs do so by style, because an attribute on the
  // paragraphs inside a list would hide their words from the list's own direction; so would one on the cells of a table.
  const direction = kit.Extension.create({
    name: "direction",
    addGlobalAttributes: () => [{
      types: ["bulletList", "orderedList", "blockquote", "codeBlock", "table"],
      attributes: { dir: { default: "auto", renderHTML: () => ({ dir: "auto" }) } },
    }],
  });
  // Without the library's choice of numerals, which is an inline style.
  const steps = kit.OrderedList.extend({ addNodeView: () => null });
  return [
    kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, kit.History, kit.Gapcursor,
    kit.Bold, kit.Italic, kit.Underline, kit.Strike, kit.Code, kit.CodeBlock, kit.Blockquote,
    kit.BulletList, steps, kit.ListItem, ...tables(kit), direction,
    pictures(kit),
    mentions(kit),
    kit.Link.configure({ openOnClick: false, autolink: true, linkOnPaste: true, protocols: ["mailto"] }),
  ];
}

// Without widths, which are inline styles, and without merged cells.
function tables(kit) {
  const table = kit.Table.extend({ renderHTML: ({ HTMLAttributes }) => ["table", HTMLAttributes, ["tbody", 0]], addNodeView: () => null });
  const cell = (node, tag) => node.extend({ addAttributes: () => ({ colspan: { default: 1, rendered: false }, rowspan: { default: 1, rendered: false }, colwidth: { default: null, rendered: false } }), renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0] });
  return [table, kit.TableRow, cell(kit.TableCell, "td"), cell(kit.TableHeader, "th")];
}

// A picture is shown from where it was uploaded to; the mail names it by its Content-ID.
function pictures(kit) {
  return kit.Node.create({
    name: "picture",
    group: "inline",
    inline: true,
    draggable: true,
    addAttributes: () => ({ cid: { default: "" }, src: { default: "" }, alt: { default: "" } }),
    parseHTML: () => [{ tag: "img[src^='cid:']", getAttrs: (node) => ({ cid: node.getAttribute("src").slice(4), alt: node.alt, src: node.dataset.src ?? known.get(node.getAttribute("src").slice(4)) ?? "" }) }],
    renderHTML: ({ node }) => ["img", { src: `cid:${node.attrs.cid}`, alt: node.attrs.alt }],
    addNodeView: () => ({ node }) => ({ dom: Object.assign(document.createElement("img"), { src: node.attrs.src, alt: node.attrs.alt }) }),
    renderText: ({ node }) => node.attrs.alt && `[${node.attrs.alt}]`,
  });
}

// A colleague or a group in a note; the server takes nobody's word for the name.
function mentions(kit) {
  const attributes = ({ noun, id, show }) => ({ [`data-${noun}`]: id, ...(show ? { "data-show": "1" } : {}) });
  return kit.Node.create({
    name: "mention",
    group: "inline",
    inline: true,
    atom: true,
    addAttributes: () => ({ noun: { default: "person" }, id: { default: "" }, name: { default: "" }, show: { default: null } }),
    parseHTML: () => [{ tag: "span[data-person], span[data-group]", getAttrs: ({ dataset, textContent }) => ({ noun: dataset.person ? "person" : "group", id: dataset.person ?? dataset.group, show: dataset.show ?? null, name: textContent.slice(1) }) }],
    renderHTML: ({ node }) => ["span", attributes(node.attrs), `@${node.attrs.name}`],
    renderText: ({ node }) => `@${node.attrs.name}`,
  });
}

const known = new Map(); // Content-ID -> address of the upload

// Paragraphs and line breaks of plain text. Both cost as many positions as their characters, so the cursor stays.
function documentOf(text) {
  const line = (words) => (words ? [{ type: "text", text: words }] : []);
  const paragraph = (block) => ({
    type: "paragraph",
    content: block.split("\n").flatMap((words, at) => (at ? [{ type: "hardBreak" }, ...line(words)] : line(words))),
  });
  return { type: "doc", content: text.split("\n\n").map(paragraph) };
}

function keep(editor, area, markup) {
  area.value = editor.getText({ blockSeparator: "\n\n" });
  markup.value = area.value.trim() ? editor.getHTML() : "";
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function build(kit, area) {
  const form = area.form;
  const markup = form.elements.html;
  const had = document.activeElement === area;
  const at = area.selectionStart + 1;
  const place = document.createElement("div");
  area.before(place);
  const editor = new kit.Editor({
    element: place,
    injectCSS: false,
    extensions: extensions(kit),
    content: markup.value || documentOf(area.value),
    editorProps: {
      attributes: { class: "write prose", role: "textbox", "aria-multiline": "true", "aria-label": area.getAttribute("aria-label"), dir: "auto" },
      // Ctrl+Enter sends; it must reach the page and not become a line break.
      handleDOMEvents: { keydown: (_view, event) => isSend(event) },
    },
    onUpdate: () => keep(editor, area, markup),
    onTransaction: () => show(editor, form),
    onBlur: () => area.dispatchEvent(new Event("focusout", { bubbles: true })),
  });
  area.hidden = true;
  form.querySelector("[data-tools]").hidden = false;
  form.editor = editor;
  queueMicrotask(() => form.dispatchEvent(new Event("editor:ready")));
  if (!had) return;
  // At once: the focus command waits for the next frame, and a letter typed until then would be lost.
  editor.commands.setTextSelection(markup.value ? editor.state.doc.content.size : at);
  editor.view.focus();
}

const COMMANDS = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  steps: (chain) => chain.toggleOrderedList(),
  list: (chain) => chain.toggleBulletList(),
  quote: (chain) => chain.toggleBlockquote(),
  code: (chain, editor) => (editor.state.selection.empty ? chain.toggleCodeBlock() : chain.toggleCode()),
  table: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  "row-add": (chain) => chain.addRowAfter(),
  "column-add": (chain) => chain.addColumnAfter(),
  "row-delete": (chain) => chain.deleteRow(),
  "column-delete": (chain) => chain.deleteColumn(),
  "table-delete": (chain) => chain.deleteTable(),
  clear: (chain) => chain.unsetAllMarks().clearNodes(),
};
const MARKS = { bold: ["bold"], italic: ["italic"], steps: ["orderedList"], list: ["bulletList"], quote: ["blockquote"], code: ["code", "codeBlock"], link: ["link"] };

function show(editor, form) {
  form.querySelector("[data-table-tools]").hidden = !editor.isActive("table");
  form.querySelectorAll("[data-tool]").forEach((button) => {
    const marks = MARKS[button.dataset.tool];
    if (marks) button.setAttribute("aria-pressed", String(marks.some((mark) => editor.isActive(mark))));
  });
}

function askLink(editor, form) {
  const row = form.querySelector("[data-link]");
  row.hidden = false;
  const input = row.querySelector("input");
  input.value = editor.getAttributes("link").href ?? "";
  input.focus();
}

function setLink(editor, form) {
  const row = form.querySelector("[data-link]");
  const typed = row.querySelector("input").value.trim();
  const href = !typed || LINK.test(typed) ? typed : typed.includes("@") ? `mailto:${typed}` : `https://${typed}`;
  const chain = editor.chain().focus().extendMarkRange("link");
  if (!href) chain.unsetLink().run();
  else if (editor.state.selection.empty && !editor.isActive("link")) chain.insertContent({ type: "text", text: typed, marks: [{ type: "link", attrs: { href } }] }).run();
  else chain.setLink({ href }).run();
  row.hidden = true;
}

// The form does not go without it (upload.js).
async function addPicture(form, file) {
  const tell = (name, detail) => form.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  tell("upload:begin");
  const arrived = await sendPicture(form, file).catch(() => false);
  tell("upload:end", { arrived });
}

async function sendPicture(form, file) {
  const body = new FormData();
  body.append("file", file, file.name || "picture.png");
  body.append("inline", "1");
  const answer = await fetch(form.querySelector("[data-picture]").dataset.picture, { method: "POST", body, headers: JSON.parse(document.body.getAttribute("hx-headers") || "{}") });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok || !told.cid) {
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: told.error, trouble: true } }));
    return false;
  }
  if (!form.isConnected) return false;
  known.set(told.cid, told.url);
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "attachments", value: told.id }));
  form.editor.chain().focus().insertContent({ type: "picture", attrs: { cid: told.cid, src: told.url, alt: told.name } }).run();
  return true;
}

const isPicture = (file) => /^image\/(png|jpeg|gif|webp)$/.test(file.type);

// A picture that is pasted into the text stays in the text; other files go to the files of the message.
document.addEventListener("paste", (event) => {
  const form = event.target.closest?.("[data-composer]");
  const found = [...event.clipboardData.files];
  if (!form?.editor || !event.target.closest(".ProseMirror") || !found.length || !found.every(isPicture)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  found.forEach((file) => addPicture(form, file));
}, true);

document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-picture-file]")) return;
  [...event.target.files].filter(isPicture).forEach((file) => addPicture(event.target.form, file));
  event.target.value = "";
});

// Pressing a button must not take the selection away from the text.
document.addEventListener("mousedown", (event) => event.target.closest?.("[data-tool]") && event.preventDefault());

document.addEventListener("click", (event) => {
  const picture = event.target.closest("[data-picture]");
  if (picture) return picture.form.querySelector("[data-picture-file]").click();
  const button = event.target.closest("[data-tool], [data-link-set]");
  const editor = button?.form.editor;
  if (!editor) return undefined;
  if (button.matches("[data-link-set]")) setLink(editor, button.form);
  else if (button.dataset.tool === "link") askLink(editor, button.form);
  else COMMANDS[button.dataset.tool](editor.chain().focus(), editor).run();
  return undefined;
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("[data-composer]");
  if (!form?.editor) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && event.target.isContentEditable) {
    event.preventDefault();
    event.stopPropagation();
    askLink(form.editor, form);
  } else if (event.target.matches("[data-link] input") && ["Enter", "Escape"].includes(event.key)) {
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") setLink(form.editor, form);
    else form.querySelector("[data-link]").hidden = true;
    form.editor.commands.focus();
  }
}, true);

// The first focus fetches the library; a word that is being composed by an input method is finished first.
let composing = false;
document.addEventListener("compositionstart", () => (composing = true));
document.addEventListener("compositionend", () => (composing = false));

document.addEventListener("focusin", async (event) => {
  const area = event.target;
  const dock = area.matches?.("[data-composer] > textarea") && area.closest("[data-editor]");
  if (!dock) return;
  const kit = await load(dock).catch(() => (library = null)); // offline: the text area stays
  while (composing) await new Promise((done) => document.addEventListener("compositionend", done, { once: true }));
  if (kit && area.isConnected && !area.form.editor) build(kit, area);
});

// A swap takes composers away, and their editors with them.
document.addEventListener("htmx:beforeCleanupElement", (event) => event.target.editor?.destroy());
