// Menus of a ticket fetch their choices each time they open, so that they are never out of date.
document.addEventListener("toggle", (event) => {
  if (event.newState === "open" && event.target.matches?.("[data-choices]")) event.target.dispatchEvent(new CustomEvent("opened"));
}, true);

// The choices are there: typing finds, arrows walk.
document.addEventListener("htmx:afterSettle", (event) => {
  const menu = event.target.closest?.("[data-choices]");
  if (menu && event.target === menu) (menu.querySelector("input[type=search], select") ?? menu.querySelector("button"))?.focus();
});

// Enter takes the first who was found, and before anything is typed "Assign to me" where that is offered. What was found
// for other words is not what it means: then it waits for its own.
const SEARCH = "[data-choices] input[type=search]";
const press = (menu, words) => (words ? menu.querySelector("form") : menu.querySelector("input[value=me]")?.form)?.querySelector("button").click();

document.addEventListener("input", ({ target }) => target.matches?.(SEARCH) && (target.closest("[data-choices]").dataset.asking = ""));
document.addEventListener("htmx:afterSettle", ({ target, detail }) => {
  const menu = target.closest?.("[data-choices]");
  const words = menu?.querySelector("input[type=search]")?.value;
  if (!menu || (target !== menu && detail.requestConfig?.parameters.q !== words)) return;
  const wasPressed = menu.dataset.asking === "enter" && target !== menu;
  delete menu.dataset.asking;
  if (wasPressed) press(menu, words.trim());
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Enter" && !event.isComposing && event.target.matches?.(SEARCH) && event.target.closest("[data-choices]");
  if (!menu) return;
  event.preventDefault();
  if ("asking" in menu.dataset) menu.dataset.asking = "enter";
  else press(menu, event.target.value.trim());
});
