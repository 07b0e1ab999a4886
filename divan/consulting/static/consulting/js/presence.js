// Says over the page's socket where its reader is: at the topic of [data-here] while the page is looked at, and
// whether they write there. The server forgets whoever is silent, so it is said again while they stay.
const BEAT = 10_000;
const STILL_WRITING = 15_000; // after the last key
const LOOK = 2000;
let said = { topic: "", state: "", at: 0 };
let typed = { state: "viewing", at: -STILL_WRITING };

function current() {
  if (document.hidden) return "";
  return performance.now() - typed.at < STILL_WRITING ? typed.state : "viewing";
}

function tell() {
  const topic = document.querySelector("[data-here]")?.dataset.here ?? "";
  const state = current();
  const now = performance.now();
  if (!topic || (topic === said.topic && state === said.state && (!state || now - said.at < BEAT))) return;
  document.dispatchEvent(new CustomEvent("socket:say", { detail: { at: topic, state } }));
  said = { topic, state, at: now };
}

document.addEventListener("input", (event) => {
  const composer = event.isTrusted && event.target.closest?.("[data-composer]");
  if (!composer) return;
  typed = { state: composer.dataset.composer === "reply" ? "writing" : "noting", at: performance.now() };
  tell();
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.matches?.("[data-composer]")) typed.at = -STILL_WRITING; // it was sent
  tell();
});

document.addEventListener("visibilitychange", tell);

// A new socket knows nothing of this page; its topics were just subscribed.
document.addEventListener("socket:open", () => {
  said = { topic: "", state: "", at: 0 };
  tell();
});

setInterval(tell, LOOK);
