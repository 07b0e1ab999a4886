// Answering with articles. The picker inserts a link; the panel beside the ticket inserts one too, or brings the words of
// an article or an earlier reply to be looked at and adapted.
const shown = () => [...document.querySelectorAll("[data-composer]")].find((one) => !one.hidden);

const insert = (form, detail) => form.dispatchEvent(new CustomEvent("composer:insert", { bubbles: true, detail }));

const insertLink = (into, { address, title }, range = null) => insert(into, {
  content: [{ type: "text", text: title, marks: [{ type: "link", attrs: { href: address } }] }, { type: "text", text: " " }],
  text: `${title} (${address}) `,
  range,
});

// What must not go out is written into a note, whichever composer was open.
function composerFor(mode) {
  if (mode === "note" && shown()?.dataset.composer !== "note") shown()?.querySelector("[data-mode=note]").click();
  return shown();
}

function adapt(dialog, wantsSteps) {
  const into = composerFor(dialog.dataset.mode);
  const text = dialog.querySelector("[data-adapt-text]")?.value;
  const html = wantsSteps ? dialog.querySelector("[data-adapt-steps]").content.firstElementChild : dialog.querySelector("[data-adapt-html]");
  const words = text ?? html.innerText ?? html.textContent;
  const chip = dialog.querySelector("[data-adapt-source]").content.cloneNode(true);
  dialog.close();
  into.querySelector("[data-sources]").append(chip);
  insert(into, { content: wantsSteps ? html.outerHTML : html?.innerHTML, text: words });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-insert]");
  if (link) return insertLink(composerFor(link.dataset.mode), link.dataset);
  const use = event.target.closest("[data-adapt-insert], [data-adapt-only-steps]");
  if (use) return adapt(use.closest("dialog"), "adaptOnlySteps" in use.dataset);
  const off = event.target.closest("[data-source-remove]");
  if (!off) return undefined;
  const of = off.closest("form");
  off.closest("[data-source]").remove();
  (of.editor?.view ?? of.elements.body).focus();
  return of.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("picked", ({ target, detail }) => target.id === "articles" && insertLink(detail.form, detail.chosen, detail.range));
