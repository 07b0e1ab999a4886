// Earlier lines come in above those that stand here. The reader's place stays where it is, nothing is read out, and the
// focus goes to the way further back.
const log = document.getElementById("room-lines");
let below = 0; // pixels from the reader's place to the end

log.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.shouldSwap) return;
  below = log.scrollHeight - log.scrollTop;
  log.ariaLive = "off";
});

log.addEventListener("htmx:afterSettle", () => {
  if (!below) return; // told for each of the new lines
  nameDaysOnce();
  log.scrollTop = log.scrollHeight - below;
  below = 0;
  (log.querySelector("#earlier a") ?? log).focus({ preventScroll: true });
  setTimeout(() => (log.ariaLive = null));
});

// The day on which both pages meet stands above the first of its lines only.
function nameDaysOnce() {
  const days = [...log.querySelectorAll(".day")];
  days.filter((day, place) => place && day.textContent === days[place - 1].textContent).forEach((day) => day.remove());
}
