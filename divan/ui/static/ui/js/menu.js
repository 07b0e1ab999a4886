// Popover menus: arrows and first letters move, Home and End jump. Opening, Escape and the way back are native.
const letters = new Intl.Collator(document.documentElement.lang, { usage: "search", sensitivity: "base" });
const openers = (menu) => document.querySelectorAll(`[popovertarget="${CSS.escape(menu.id)}"]`);
const items = (menu) => [...menu.querySelectorAll("a[href], button:not(:disabled), input[type=search]")].filter((item) => item.checkVisibility());
// Where one begins: a menu may be a small form.
const first = (menu) => [...menu.querySelectorAll("a[href], button:not(:disabled), input:not([type=hidden]), select")].find((item) => item.checkVisibility());

// "toggle" does not bubble, so it is caught on its way down.
document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.(".menu[popover]:not([role=listbox])")) return; // a combobox keeps the focus (finder.js)
  const open = event.newState === "open";
  openers(menu).forEach((opener) => opener.setAttribute("aria-expanded", String(open)));
  if (open) (menu.querySelector("[aria-current]") ?? first(menu))?.focus({ preventScroll: true });
}, true);

function target(menu, key) {
  const all = items(menu);
  const at = all.indexOf(document.activeElement);
  switch (key) {
    case "ArrowDown": return all[(at + 1) % all.length];
    case "ArrowUp": return all[(at - 1 + all.length) % all.length];
    case "Home": return all[0];
    case "End": return all.at(-1);
  }
  if (key.length !== 1 || key === " ") return null;
  const starts = (item) => !letters.compare([...item.textContent.trim()][0] ?? "", key);
  return [...all.slice(at + 1), ...all.slice(0, at + 1)].find(starts);
}

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu[popover]");
  if (!menu || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches("input, textarea, select");
  if (typing && !event.key.startsWith("Arrow")) return;
  const next = target(menu, event.key);
  if (!next) return;
  event.preventDefault();
  next.focus();
});

// A choice answered by a fragment leaves the page as it is, so the menu has to close by itself.
document.addEventListener("click", (event) => {
  const choice = event.target.closest(".menu[popover] :is(a, button)");
  if (choice) choice.closest(".menu").hidePopover();
});
