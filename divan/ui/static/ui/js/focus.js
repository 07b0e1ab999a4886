// Focus: an error summary asks for it with data-focus, and a swap gives it back to what the person was on.
function follow(root) {
  root.querySelector?.("[data-focus]")?.focus();
}

// A swap may remove the focused control; htmx keeps what has an id, the rest falls back to its region.
document.addEventListener("htmx:beforeSwap", (event) => {
  const active = document.activeElement;
  const target = event.detail.target;
  if (target?.contains(active) && !active.id) target.dataset.hadFocus = "";
});

document.addEventListener("htmx:afterSettle", (event) => {
  const region = event.target;
  follow(region);
  if (!("hadFocus" in (region.dataset ?? {}))) return;
  delete region.dataset.hadFocus;
  if (region.contains(document.activeElement)) return;
  if (!region.hasAttribute("tabindex")) region.tabIndex = -1;
  region.focus({ preventScroll: true });
});

// Parts that come along with an answer (hx-swap-oob): whoever was on something that is gone goes on in its region.
let left = null;
document.addEventListener("htmx:oobBeforeSwap", ({ detail: { target } }) => {
  if (target?.contains(document.activeElement)) left = target.closest("[tabindex]");
});
document.addEventListener("htmx:oobAfterSwap", () => {
  if (document.activeElement === document.body) left?.focus({ preventScroll: true });
  left = null;
});

follow(document);
