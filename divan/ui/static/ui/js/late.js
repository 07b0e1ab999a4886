// An answer may come when what asked for it is gone: its part was shown anew meanwhile, or the reader has gone on.
// A part that shows one thing of many says which ([data-about], a number). What an answer has for another thing goes
// nowhere; of an answer that nobody waits for any more, only what it says is shown.
const about = (node) => node?.closest("[data-about]")?.dataset.about;
const isShown = (thing) => document.querySelector(`[data-about="${CSS.escape(thing)}"]`);

function toast(detail) {
  document.dispatchEvent(new CustomEvent("toast", { detail }));
}

// It gets a place while the answer is taken: htmx looks for what an answer replaces in the document of what asked.
function shelter(elt, xhr, thing) {
  const place = Object.assign(document.createElement("div"), { hidden: true });
  if (thing && !isShown(thing)) place.dataset.leftBehind = thing;
  if (!elt.matches("form")) elt.replaceChildren(); // what a form has tells which drafts were sent
  place.append(elt);
  document.body.append(place);
  xhr.addEventListener("loadend", () => place.remove());
}

document.addEventListener("htmx:beforeRequest", ({ detail: { xhr, elt } }) => {
  const thing = about(elt);
  xhr.addEventListener("readystatechange", () => {
    if (xhr.readyState === XMLHttpRequest.DONE && !elt.isConnected) shelter(elt, xhr, thing);
  });
});

document.addEventListener("htmx:beforeOnLoad", (event) => {
  const thing = event.target.closest("[data-left-behind]")?.dataset.leftBehind;
  if (!thing) return;
  event.preventDefault();
  const { xhr, requestConfig: { verb } } = event.detail;
  const said = JSON.parse(xhr.getResponseHeader("HX-Trigger") ?? "{}").toast;
  if (said) toast(said);
  else if (xhr.status >= 400 && verb !== "get") {
    const { refused } = document.querySelector("[data-toasts]").dataset;
    toast({ text: refused.replace("{number}", `\u2068${thing}\u2069`), trouble: true });
  }
});

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  const there = about(target.parentElement);
  const brought = fragment.querySelector("[data-about]")?.dataset.about ?? fragment.dataset?.about;
  if (!there || !brought || there === brought) return;
  event.preventDefault();
  toast({ text: fragment.querySelector("[role=alert]")?.textContent.trim(), trouble: true });
});
