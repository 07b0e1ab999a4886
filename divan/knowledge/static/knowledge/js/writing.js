// The text of an article: buttons and keys that set marks, and pictures by choice, paste or drop.
const form = document.querySelector("[data-writing]");
const area = form?.elements.body;
const headers = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}");

// Through the browser's own command, so that undo works; without it the value is set.
function put(text, from = area.selectionStart, to = area.selectionEnd) {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) area.setRangeText(text, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function around(mark) {
  const { selectionStart: from, selectionEnd: to } = area;
  const words = area.value.slice(from, to);
  put(`${mark}${words}${mark}`);
  area.setSelectionRange(from + mark.length, from + mark.length + words.length);
}

// Whole lines: the marks go before each of them.
function before(mark) {
  const from = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const end = area.value.indexOf("\n", area.selectionEnd);
  const to = end < 0 ? area.value.length : end;
  const lines = area.value.slice(from, to).split("\n");
  put(lines.map((line, at) => mark(at) + line).join("\n"), from, to);
}

function block(text) {
  const at = area.selectionEnd;
  const gap = at && !area.value.slice(0, at).endsWith("\n\n") ? (area.value[at - 1] === "\n" ? "\n" : "\n\n") : "";
  put(`${gap}${text}\n\n`, at, at);
}

function link() {
  const { selectionStart: from, selectionEnd: to } = area;
  const words = area.value.slice(from, to);
  put(`[${words}](https://)`);
  const at = from + words.length + 3;
  area.setSelectionRange(at, at + 8);
}

const MARKS = {
  heading: () => before(() => "## "),
  bold: () => around("**"),
  italic: () => around("*"),
  steps: () => before((at) => `${at + 1}. `),
  list: () => before(() => "- "),
  quote: () => before(() => "> "),
  note: () => before((at) => (at ? "> " : "> [!NOTE] ")),
  code: () => (area.value.slice(area.selectionStart, area.selectionEnd).includes("\n") ? block(`\`\`\`\n${area.value.slice(area.selectionStart, area.selectionEnd)}\n\`\`\``) : around("`")),
  table: () => block("|  |  |\n| --- | --- |\n|  |  |"),
  link,
  file: () => form.querySelector("[data-article-file]").click(),
};

// The form does not go without it (upload.js).
async function add(file) {
  const tell = (name, detail) => form.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  tell("upload:begin");
  const arrived = await send(file).catch(() => false);
  tell("upload:end", { arrived });
}

async function send(file) {
  const body = new FormData();
  body.append("file", file, file.name || "picture.png");
  const answer = await fetch(form.dataset.files, { method: "POST", body, headers: headers() });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: told.error, trouble: true } }));
    return false;
  }
  const name = told.name.replace(/[[\]]/g, "");
  put(`${told.is_picture ? "!" : ""}[${name}](files/${told.id})`, area.selectionEnd, area.selectionEnd);
  return true;
}

document.addEventListener("mousedown", (event) => event.target.closest?.("[data-mark]") && event.preventDefault());
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-mark]");
  if (button && area) MARKS[button.dataset.mark]();
});
document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-article-file]")) return;
  [...event.target.files].forEach(add);
  event.target.value = "";
});

area?.addEventListener("keydown", (event) => {
  const mark = (event.ctrlKey || event.metaKey) && !event.altKey && { b: "bold", i: "italic", k: "link" }[event.key.toLowerCase()];
  if (!mark) return;
  event.preventDefault();
  event.stopPropagation();
  MARKS[mark]();
});
for (const [type, of] of [["paste", "clipboardData"], ["drop", "dataTransfer"]]) {
  area?.addEventListener(type, (event) => {
    if (!event[of].files.length) return;
    event.preventDefault();
    [...event[of].files].forEach(add);
  });
}
