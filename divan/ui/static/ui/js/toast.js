// Toasts: ten seconds, longer while somebody points at them or has the focus in them.
// The server says HX-Trigger: {"toast": {"text": "…", "undo": "/path/"}} or {"text": "…", "trouble": true}; scripts
// dispatch a "toast" event.
const SECONDS = 10;
const STEP = 250;

function watch(toast) {
  let left = SECONDS * 1000;
  const timer = setInterval(() => {
    if (!toast.isConnected) clearInterval(timer);
    else if (!toast.matches(":hover, :focus-within") && (left -= STEP) <= 0) toast.remove();
  }, STEP);
}

function show(text, { undo, trouble }) {
  const area = document.querySelector("[data-toasts]");
  const kind = undo ? "undo" : trouble ? "trouble" : "";
  const template = document.querySelector(`[data-toast-template='${kind}']`);
  if (!area || !template || !text) return;
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.querySelector("span").textContent = text;
  if (undo) toast.querySelector("[data-undo]").dataset.undo = undo;
  area.append(toast);
  watch(toast);
}

document.addEventListener("toast", (event) => show(event.detail.text ?? event.detail.value, event.detail));

document.addEventListener("click", (event) => {
  const undo = event.target.closest("[data-undo]");
  if (undo) window.htmx.ajax("POST", undo.dataset.undo, { source: document.body, swap: "none" });
  if (undo || event.target.closest("[data-dismiss]")) event.target.closest("[data-toast]").remove();
});

document.querySelectorAll("[data-toast]").forEach(watch);
