// The inbox: which row is open, what J and K walk over, and rows that never jump under the pointer.
const AT_TOP = 40;
const pane = () => document.querySelector("[data-list]");

function mark() {
  document.querySelectorAll(".tickets .subject").forEach((link) => {
    if (link.pathname === location.pathname) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
}

// Somebody who reads further down gets a button instead of moving rows; what was loaded since stays.
document.addEventListener("live", (event) => {
  const list = event.target.closest?.("[data-list]");
  const rows = list?.querySelector("#rows");
  if (!rows || event.target !== list) return;
  if (rows.scrollTop <= AT_TOP && !list.dataset.extended) return;
  event.stopImmediatePropagation();
  list.querySelector("[data-fresh]").hidden = false;
}, true);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-more]")) pane().dataset.extended = "";
  const fresh = event.target.closest("[data-fresh]");
  if (!fresh) return;
  fresh.hidden = true;
  delete pane().dataset.extended;
  pane().querySelector("#rows").scrollTop = 0;
  pane().dispatchEvent(new CustomEvent("live"));
});

// A ticket was opened from the list: it is read now, and on narrow screens it takes the place of the list.
function opened() {
  const talk = document.querySelector(".panes > [data-ticket]");
  if (!talk || !pane()) return;
  talk.parentElement.dataset.pane = "talk";
  mark();
  pane().querySelector(".ticket [aria-current]")?.closest(".ticket").classList.remove("unread");
}

document.addEventListener("click", (event) => {
  const back = event.target.closest("[data-back]");
  const list = pane();
  if (!back || !list) return;
  event.preventDefault();
  document.querySelector(".panes").removeAttribute("data-pane");
  (list.querySelector(".ticket [aria-current]") ?? list.querySelector("[data-row]"))?.focus();
});

// A ticket is done: the cursor goes to the next one of the list, or the one before if it was the last.
document.addEventListener("finished", () => {
  if (document.activeElement.closest("[data-composer], dialog")) return; // somebody writes
  const rows = [...(pane()?.querySelectorAll("[data-row]") ?? [])];
  const at = rows.findIndex((row) => row.hasAttribute("aria-current"));
  (rows[at + 1] ?? rows[at - 1])?.focus();
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "talk") opened();
  else if (event.target.id === "list") mark();
});
mark();
