// The clock of the reader: the server says how many seconds it has measured, the page counts on.
const shown = new WeakMap(); // clock -> what the server last said of it, and when that came here

function tell(clock) {
  const said = `${clock.dataset.seconds} ${"runs" in clock.dataset}`; // a fragment may say more to the same element
  if (shown.get(clock)?.said !== said) shown.set(clock, { said, at: performance.now() });
  const past = "runs" in clock.dataset ? (performance.now() - shown.get(clock).at) / 1000 : 0;
  const total = Math.floor(Number(clock.dataset.seconds) + past);
  const parts = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  clock.textContent = parts.map((part) => String(part).padStart(2, "0")).join(":");
}

setInterval(() => document.querySelectorAll("[data-clock]").forEach(tell), 1000);
