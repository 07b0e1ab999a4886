// Forms: the pressed button is busy until the answer is there, and nothing is sent twice.
const sent = new WeakSet();

function busy(form, button) {
  sent.add(form);
  (button ?? form.querySelector("button.primary"))?.setAttribute("aria-busy", "true");
}

function ready(form) {
  sent.delete(form);
  form.querySelectorAll("button[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (["dialog", "get"].includes(form.getAttribute("method")?.toLowerCase())) return;
  // First on the way down: a second press must not reach htmx either.
  if (sent.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  busy(form, event.submitter);
  // Cancelled by another listener (files still on their way): the button is free again.
  setTimeout(() => event.defaultPrevented && !form.classList.contains("htmx-request") && ready(form));
}, true);

// The button that sent the form goes with it, also from a menu that closed and took the focus away.
document.addEventListener("htmx:configRequest", (event) => {
  const button = event.detail.triggeringEvent?.submitter;
  if (button?.name) event.detail.parameters[button.name] = button.value;
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) ready(form);
});

// Going back shows the page as it was left: with a busy button.
addEventListener("pageshow", (event) => event.persisted && [...document.forms].forEach(ready));
