// Nothing is drawn again under a pointer. What would take the place of a part ([data-redraw]) while somebody presses, or is
// on the way to something in it, waits; afterwards the part asks again, by the event that data-redraw names.
const AIMING = 600; // so long after its last movement a pointer is on its way
const held = new Set(); // ids of parts that have to ask again
let isPressed = false;
let moved = -AIMING;
let timer = 0;

const isAimedAt = (part) => isPressed || performance.now() - moved < AIMING && part.matches(":hover");

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(askAgain, wait);
}

function askAgain() {
  for (const id of [...held]) {
    const part = document.getElementById(id);
    if (part && isAimedAt(part)) continue;
    held.delete(id);
    if (part) window.htmx.trigger(part, part.dataset.redraw);
  }
  if (held.size) later(AIMING);
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const part = event.target;
  // What a button in it sends is answered by nothing that is drawn.
  if (!part.matches?.("[data-redraw]") || event.detail.requestConfig?.elt !== part || !isAimedAt(part)) return;
  event.detail.shouldSwap = false;
  held.add(part.id);
  later(AIMING);
});

function release() {
  isPressed = false;
  if (held.size) later(0);
}

document.addEventListener("pointermove", () => (moved = performance.now()), { capture: true, passive: true });
document.addEventListener("pointerdown", () => (isPressed = true), true);
// The click comes after the pointer has gone up.
document.addEventListener("pointerup", () => setTimeout(release), true);
document.addEventListener("pointercancel", release, true);
addEventListener("blur", release);
