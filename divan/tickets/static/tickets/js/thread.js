// The conversation: opens at its end, stays there when something arrives, and holds its place otherwise.
const NEAR = 120;
const thread = () => document.querySelector("[data-thread]");
let atEnd = true;
let height = 0;

const end = (box) => (box.scrollTop = box.scrollHeight);

document.addEventListener("scroll", (event) => {
  const box = event.target;
  if (box.matches?.("[data-thread]")) atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
}, true);

document.addEventListener("htmx:beforeSwap", () => {
  const box = thread();
  height = box ? box.scrollHeight - box.scrollTop : 0;
});

document.addEventListener("htmx:afterSettle", (event) => {
  const box = thread();
  if (!box) return;
  if (event.target.id === "talk") atEnd = true;
  if (atEnd) end(box);
  else if (event.target.closest?.("[data-thread]") && event.detail.requestConfig?.path.includes("/earlier/")) box.scrollTop = box.scrollHeight - height;
});

// What is fetched again leaves unfolded what its reader unfolded, frames as tall as they were, and what somebody typed.
const READERS = { DETAILS: "open", IFRAME: "style" };
const typed = new WeakSet();
if (window.Idiomorph) Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) => READERS[node.tagName] !== name && !(name === "value" && typed.has(node));
document.addEventListener("input", ({ target }) => target.matches("textarea, input") && typed.add(target));

// What was sent and taken is not being typed any more: the next answer says what stands there.
document.addEventListener("htmx:beforeOnLoad", ({ target, detail: { xhr } }) => {
  if (xhr.status < 300 && target.matches("form")) [...target.elements].forEach((field) => typed.delete(field));
});

// The context panel is a drawer where there is no room for it.
document.addEventListener("click", (event) => {
  const context = document.getElementById("context");
  if (event.target.closest("[data-context]")) context?.toggleAttribute("data-open");
  else if (context?.hasAttribute("data-open") && !event.target.closest("#context, [popover]")) context.removeAttribute("data-open");
});
document.addEventListener("keydown", (event) => event.key === "Escape" && document.getElementById("context")?.removeAttribute("data-open"));

const first = thread();
if (first) document.fonts.ready.then(() => end(first));
