// What somebody asked for and did not get is said, whatever the reason: nobody waits for what does not come. What asks
// by itself, as live parts do, asks again by itself.
const BY_HAND = ["click", "submit", "opened"];

function tell(name, { requestConfig: { verb, triggeringEvent } }) {
  if (verb === "get" && !BY_HAND.includes(triggeringEvent?.type)) return;
  const text = document.querySelector("[data-toasts]")?.dataset[name];
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, trouble: true } }));
}

document.addEventListener("htmx:responseError", (event) => tell("failed", event.detail));
document.addEventListener("htmx:sendError", (event) => tell("unreachable", event.detail));
