// The clock of the reader: the server says how many seconds it has measured, the page counts on.
const shown = new WeakMap(); // clock -> when this page first saw it

function tell(clock) {
  if (!shown.has(clock)) shown.set(clock, performance.now());
  const past = "runs" in clock.dataset ? (performance.now() - shown.get(clock)) / 1000 : 0;
  const total = Math.floor(Number(clock.dataset.seconds) + past);
  const parts = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  clock.textContent = parts.map((part) => String(part).padStart(2, "0")).join(":");
}

setInterval(() => document.querySelectorAll("[data-clock]").forEach(tell), 1000);
