// Ticking tickets of a list: X, Shift+X, *, the boxes themselves; what is ticked survives that the list is fetched anew.
const picked = new Set();
let last = null; // the row that was ticked last: where a range begins
const bar = () => document.querySelector("[data-bulk]");
const boxes = () => [...document.querySelectorAll(".pick[form=bulk]")];
const boxOf = (row) => row?.closest(".ticket, .list-table tr")?.querySelector(".pick");

// The row that the person is at: focused, else open beside the list, else the first.
function current() {
  const rows = [...document.querySelectorAll("[data-row]")];
  return rows.find((row) => row.closest(".ticket, .list-table tr").contains(document.activeElement)) ?? rows.find((row) => row.hasAttribute("aria-current")) ?? rows[0];
}

function show() {
  const form = bar();
  if (!form) return;
  form.toggleAttribute("data-picked", picked.size > 0);
  form.querySelector("[data-number]").textContent = new Intl.NumberFormat(document.documentElement.lang).format(picked.size);
  const isAll = picked.size > 0 && boxes().every((box) => box.checked) && Boolean(document.querySelector(".more [hx-get], .pad-more [hx-get]"));
  form.toggleAttribute("data-offered", isAll);
  if (!isAll) form.elements.all.checked = false;
}

function pick(box, wanted) {
  if (!box) return;
  box.checked = wanted;
  if (wanted) picked.add(box.value);
  else picked.delete(box.value);
}

function clear() {
  boxes().forEach((box) => pick(box, false));
  picked.clear();
  last = null;
  show();
}

function range(to) {
  const all = boxes();
  const ends = [all.indexOf(last ?? to), all.indexOf(to)].sort((a, b) => a - b);
  all.slice(Math.max(ends[0], 0), ends[1] + 1).forEach((box) => pick(box, true));
}

// What is not in the list any more is not ticked either: nobody changes what they do not see.
function again() {
  const there = new Set(boxes().map((box) => box.value));
  [...picked].filter((id) => !there.has(id)).forEach((id) => picked.delete(id));
  boxes().forEach((box) => (box.checked = picked.has(box.value)));
  show();
}

const ACTS = {
  one: (box) => (pick(box, !box.checked), (last = box)),
  range: (box) => (range(box), (last = box)),
  all: () => {
    const wanted = boxes().some((box) => !box.checked);
    boxes().forEach((box) => pick(box, wanted));
  },
};

function act(name) {
  const row = current();
  if (!row) return;
  ACTS[name](boxOf(row));
  show();
  if (name !== "all") row.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const key = event.target.closest("[data-pick]");
  if (key) act(key.dataset.pick);
  else if (event.target.closest("[data-clear]")) clear();
  else if (event.target.closest("[data-close-card]")) event.target.closest(".job").remove();
  else if (event.target.matches(".pick[form=bulk]")) {
    if (event.shiftKey) range(event.target);
    else pick(event.target, event.target.checked);
    last = event.target;
    show();
  }
});

document.addEventListener("keydown", (event) => {
  if (!event.target.closest?.(".tickets")) return;
  if (event.key === "Escape" && picked.size) clear();
  else if ((event.ctrlKey || event.metaKey) && event.code === "KeyA") {
    event.preventDefault();
    act("all");
  }
});

// It has begun: the list shows what became of it, and nothing is ticked any more.
document.addEventListener("bulk-begun", () => {
  const list = document.querySelector("[data-list]");
  clear();
  if (list) window.htmx.ajax("GET", list.getAttribute("hx-get"), { source: list, target: list, swap: "morph:outerHTML" });
  else if (document.getElementById("hits")) window.htmx.ajax("GET", location.href, { target: "#hits", select: "#hits", swap: "outerHTML" });
});

document.addEventListener("htmx:afterSettle", again);
again();
