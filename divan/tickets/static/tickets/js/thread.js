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

// What is fetched again leaves unfolded what its reader unfolded, frames as tall as they were, and what a reviewer typed.
const READERS = { DETAILS: "open", IFRAME: "style" };
const isTyped = (name, node) => name === "value" && node.matches(".review textarea") && node.value !== node.defaultValue;
if (window.Idiomorph) Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) => READERS[node.tagName] !== name && !isTyped(name, node);

// The context panel is a drawer where there is no room for it.
document.addEventListener("click", (event) => {
  const context = document.getElementById("context");
  if (event.target.closest("[data-context]")) context?.toggleAttribute("data-open");
  else if (context?.hasAttribute("data-open") && !event.target.closest("#context, [popover]")) context.removeAttribute("data-open");
});
document.addEventListener("keydown", (event) => event.key === "Escape" && document.getElementById("context")?.removeAttribute("data-open"));

const first = thread();
if (first) document.fonts.ready.then(() => end(first));
