// The pickers of articles and saved replies over the composers of chats, which are plain text areas: they ask about the
// ticket of the chat that is open, open with their marks too, and what was chosen goes where the cursor is.
const open = () => [...document.querySelectorAll("[data-chat]")].find((chat) => !chat.hidden);
const composer = () => open()?.querySelector("[data-chat-composer]:not([hidden])");
const MARK = /⟦[^⟧]*⟧/;
const ADDRESSES = { articles: "articles", "saved-replies": "replies" };

document.addEventListener("htmx:configRequest", ({ target, detail }) => {
  const kind = ADDRESSES[target.closest?.("dialog[data-picker]")?.id];
  if (kind && open()) detail.path = open().dataset[kind];
});

function write(area, text) {
  area.focus();
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

// A link to an article: its address is enough, the line shows the title.
function writeLink(area, address) {
  const isJoined = /\S$/.test(area.value.slice(0, area.selectionStart));
  write(area, `${isJoined ? " " : ""}${new URL(address, location.href).href} `);
}

// What a saved reply does not know is marked in it; the first of these marks is selected, to be typed over.
function writeReply(area, text) {
  const from = area.selectionStart;
  write(area, text);
  const mark = MARK.exec(text);
  if (mark) area.setSelectionRange(from + mark.index, from + mark.index + mark[0].length);
}

document.addEventListener("composer:insert", ({ target: form, detail: { content, text } }) => {
  const href = Array.isArray(content) ? content[0]?.marks?.[0]?.attrs?.href : "";
  if (href) writeLink(form.elements.body, href);
  else writeReply(form.elements.body, text);
});
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-chat-article]");
  const form = button && composer();
  if (!form) return;
  button.closest(".context").removeAttribute("data-open"); // a drawer where there is no room for it
  writeLink(form.elements.body, button.dataset.chatArticle);
});

// Only what was typed just now asks; pasted, the marks are only themselves.
document.addEventListener("input", (event) => {
  const area = event.target;
  if (!area.matches?.("[data-chat-composer] .write") || event.inputType !== "insertText") return;
  const before = area.value.slice(Math.max(0, area.selectionStart - 3), area.selectionStart);
  const picker = [...document.querySelectorAll("dialog[data-picker]")].find((one) => one.dataset.picker.split(" ").some((mark) => before === mark || (/^\s/.test(before) && before.slice(1) === mark)));
  const opener = picker && area.form.querySelector(`[data-open="${picker.id}"]`);
  if (!opener) return;
  area.setRangeText("", area.selectionStart - 2, area.selectionStart, "end");
  opener.click();
});
document.addEventListener("close", ({ target }) => target.matches?.("dialog[data-picker]") && composer()?.elements.body.focus(), true);

// Suggestions follow what the visitor says; of a chat that nobody looks at, when somebody does.
function suggest(chat) {
  const box = chat.querySelector("[data-suggested]");
  if (box?.checkVisibility()) window.htmx.trigger(box, "asked");
  else box?.toggleAttribute("data-late", true);
}
document.addEventListener("chat:lines", ({ target, detail: { lines } }) => lines.some((line) => line.kind === "said" && line.who.side === "visitor") && suggest(target));
document.addEventListener("chat:shown", ({ target }) => target.querySelector("[data-late]") && suggest(target));
