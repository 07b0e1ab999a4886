// Dropzones: each file goes up at once, with its own progress, and the form carries only the ids it got.
const pending = new WeakMap(); // form -> number of files on their way
const waiting = new WeakMap(); // form -> the button whose submit waits for them
const requests = new WeakMap(); // row -> its request

const headers = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}");

function addRow(zone, file) {
  const list = zone.querySelector("[data-upload-list]");
  const row = zone.querySelector("[data-upload-template]").content.firstElementChild.cloneNode(true);
  row.querySelector("[data-upload-name]").textContent = file.name;
  row.querySelectorAll("[aria-label]").forEach((part) => {
    part.setAttribute("aria-label", part.getAttribute("aria-label").replace("{name}", file.name));
  });
  list.append(row);
  list.hidden = false;
  return row;
}

function fail(row, text) {
  const error = row.querySelector("[data-upload-error]");
  row.dataset.tone = "danger";
  row.querySelector("[data-upload-progress]").hidden = true;
  error.textContent = text;
  error.hidden = false;
}

function finish(form) {
  const left = (pending.get(form) ?? 1) - 1;
  pending.set(form, left);
  if (left || !waiting.has(form)) return;
  const button = waiting.get(form);
  waiting.delete(form);
  if (form.querySelector("[data-upload][data-tone=danger]")) button?.removeAttribute("aria-busy");
  else form.requestSubmit(button);
}

function accept(row, answer) {
  const input = Object.assign(document.createElement("input"), { type: "hidden", name: "attachments", value: answer.id });
  row.append(input);
  row.querySelector("[data-upload-progress]").hidden = true;
  row.querySelector("[data-upload-size]").textContent = answer.size_text ?? "";
}

function send(zone, file) {
  const { uploadUrl, uploadMax, uploadTooLarge, uploadFailed } = zone.dataset;
  const row = addRow(zone, file);
  if (file.size > Number(uploadMax)) return fail(row, uploadTooLarge);
  const form = zone.closest("form");
  const body = new FormData();
  body.append("file", file, file.name);
  const request = new XMLHttpRequest();
  requests.set(row, request);
  pending.set(form, (pending.get(form) ?? 0) + 1);
  request.open("POST", uploadUrl);
  request.responseType = "json";
  Object.entries(headers()).forEach(([name, value]) => request.setRequestHeader(name, value));
  request.upload.addEventListener("progress", (event) => {
    row.querySelector("[data-upload-progress]").value = event.lengthComputable ? (100 * event.loaded) / event.total : 0;
  });
  request.addEventListener("loadend", () => {
    const answer = request.response;
    if (request.status < 300 && answer?.id) accept(row, answer);
    else if (row.isConnected) fail(row, answer?.error ?? uploadFailed);
    finish(form);
  });
  return request.send(body);
}

function take(zone, files) {
  [...files].forEach((file) => send(zone, file));
}

// A file that is on the server already: another script names it, and it is sent with the form like the others.
document.addEventListener("upload:add", (event) => {
  const row = addRow(event.target, event.detail);
  accept(row, { id: event.detail.id });
});

// The file input covers the zone (see components.css), so dropping on the zone is dropping on the input.
document.addEventListener("change", (event) => {
  const zone = event.target.matches?.("input[type=file]") && event.target.closest("[data-uploads]");
  if (!zone) return;
  take(zone, event.target.files);
  event.target.value = ""; // sent here already, not again with the form
});

for (const [type, over] of [["dragenter", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(type, (event) => event.target.closest?.(".dropzone")?.classList.toggle("over", over));
}

document.addEventListener("paste", (event) => {
  const zone = event.target.closest?.("form")?.querySelector("[data-uploads]");
  if (!zone || !event.clipboardData.files.length) return;
  event.preventDefault();
  take(zone, event.clipboardData.files);
});

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-upload-remove]")?.closest("[data-upload]");
  if (!row) return;
  const list = row.parentElement;
  row.remove();
  requests.get(row)?.abort();
  list.hidden = !list.children.length;
});

// Another script sends a file up, for the text: the form waits for that too, and does not go without it.
document.addEventListener("upload:begin", ({ target: form }) => pending.set(form, (pending.get(form) ?? 0) + 1));
document.addEventListener("upload:end", ({ target: form, detail: { arrived } }) => {
  if (!arrived) {
    waiting.get(form)?.removeAttribute("aria-busy");
    waiting.delete(form);
  }
  finish(form);
});

// Sending while a file is on its way: the form goes by itself as soon as the file has arrived.
window.addEventListener("submit", (event) => {
  if (!pending.get(event.target)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  waiting.set(event.target, event.submitter);
  event.submitter?.setAttribute("aria-busy", "true");
}, true);
