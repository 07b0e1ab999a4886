// An article's draft goes to the server two seconds after the last key and when the text is left.
const AFTER = 2000;
const form = document.querySelector("[data-writing]");
const status = document.querySelector("[data-saved]");
const headers = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}");
const FIELDS = ["title", "summary", "symptom", "cause", "workaround", "body"];
const words = () => JSON.stringify(FIELDS.map((name) => form.elements[name]?.value ?? ""));

let saved = form && words();
let timer;
let running = Promise.resolve();
let stopped = false;
const stop = new AbortController();

async function save() {
  const now = words();
  if (stopped || now === saved) return;
  status.textContent = status.dataset.saving;
  try {
    const answer = await fetch(form.dataset.saveTo, { method: "POST", body: new FormData(form), headers: headers(), signal: stop.signal, keepalive: now.length < 50_000 });
    const told = await answer.json();
    if (answer.status === 409) {
      stopped = true;
      document.querySelector("[data-conflict]").hidden = false;
    }
    if (!answer.ok) throw new Error(told.error);
    saved = now;
    form.elements.revision.value = told.revision;
    status.textContent = status.dataset.saved;
  } catch {
    status.textContent = status.dataset.lost;
  }
}

// One after the other: each save names the revision that the one before it made.
const queue = () => (running = running.then(save));

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(queue, AFTER);
});
form?.addEventListener("focusout", (event) => !form.contains(event.relatedTarget) && queue());

// What is on its way must not arrive after what is sent; the server knows the words if it has come already.
form?.addEventListener("submit", () => {
  clearTimeout(timer);
  stopped = true;
  stop.abort();
});
