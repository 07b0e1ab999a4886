// What is true of a chat besides its lines: when that changes, the part of the page that shows it asks again. How far somebody
// has read changes often and is shown without asking.
const known = new WeakMap();

document.addEventListener("chat:state", ({ target: chat, detail: { state } }) => {
  const facts = JSON.stringify(state, (key, value) => (key === "read" ? undefined : value));
  if (known.has(chat) && known.get(chat) !== facts) window.htmx.trigger(chat.querySelector("[data-redraw=changed]"), "changed");
  known.set(chat, facts);
});
