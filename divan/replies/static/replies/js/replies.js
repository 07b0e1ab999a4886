// Saved replies in a composer: the picker's choice is fetched with the values of the ticket and inserted, its files go
// along. What the ticket does not have is marked in the text; the first of these marks is selected, to be typed over.
const MARK = /⟦[^⟧]*⟧/;
const headers = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}");

async function fetched(form, address) {
  const body = new FormData();
  body.append("mode", form.dataset.composer);
  body.append("to", form.elements.to?.value ?? "");
  const answer = await fetch(address, { method: "POST", body, headers: { ...headers(), Accept: "application/json" } });
  return answer.ok ? answer.json() : null;
}

// Pictures are known by their Content-ID; the editor shows them from where their uploads are.
function withPictures(told) {
  if (!told.html) return "";
  const page = new DOMParser().parseFromString(told.html, "text/html");
  told.pictures.forEach(({ cid, url }) => page.querySelectorAll("img").forEach((image) => {
    if (image.getAttribute("src") === `cid:${cid}`) image.dataset.src = url;
  }));
  return page.body.innerHTML;
}

function addFiles(form, { pictures, files }) {
  pictures.forEach(({ id }) => form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "attachments", value: id })));
  const zone = form.querySelector("[data-uploads]");
  if (!zone) return;
  files.forEach((file) => zone.dispatchEvent(new CustomEvent("upload:add", { bubbles: true, detail: file })));
  if (files.length) form.querySelector("[data-attach]").hidden = false;
}

function selectMark(editor) {
  let found = null;
  editor.state.doc.descendants((node, at) => {
    const mark = !found && node.isText ? MARK.exec(node.text) : null;
    if (mark) found = { from: at + mark.index, to: at + mark.index + mark[0].length };
    return !found;
  });
  if (found) editor.chain().focus().setTextSelection(found).run();
}

function tellMissing(words) {
  const sentence = document.querySelector("[data-missing-words]").content.textContent;
  document.dispatchEvent(new CustomEvent("toast", { detail: { text: sentence.replace("{what}", words.join(" · ")) } }));
}

document.addEventListener("picked", async ({ target, detail: { form, range, chosen } }) => {
  if (target.id !== "saved-replies") return;
  const told = await fetched(form, chosen.fill);
  if (!told) return;
  addFiles(form, told);
  if (told.missing.length) {
    form.addEventListener("composer:inserted", () => form.editor && selectMark(form.editor), { once: true });
    tellMissing(told.missing);
  }
  form.dispatchEvent(new CustomEvent("composer:insert", { bubbles: true, detail: { content: withPictures(told), text: told.text, range } }));
});

// A macro has put its reply into the composer: it is shown, also where a note was being written.
document.addEventListener("reply-added", () => document.querySelector("#composer-reply [data-mode=reply]")?.click());
