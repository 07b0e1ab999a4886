// Menus of a ticket fetch their choices each time they open, so that they are never out of date.
document.addEventListener("toggle", (event) => {
  if (event.newState === "open" && event.target.matches?.("[data-choices]")) event.target.dispatchEvent(new CustomEvent("opened"));
}, true);

// The choices are there: typing finds, arrows walk.
document.addEventListener("htmx:afterSettle", (event) => {
  const menu = event.target.closest?.("[data-choices]");
  if (menu && event.target === menu) (menu.querySelector("input[type=search], select") ?? menu.querySelector("button"))?.focus();
});

// Enter takes the first who was found, and before anything is typed "Assign to me" where that is offered.
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Enter" && !event.isComposing && event.target.matches?.("[data-choices] input[type=search]") && event.target.closest("[data-choices]");
  if (!menu) return;
  event.preventDefault();
  const choice = event.target.value.trim() ? menu.querySelector("form") : menu.querySelector("input[value=me]")?.form;
  choice?.querySelector("button").click();
});
