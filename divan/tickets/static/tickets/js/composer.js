// Reply, note and forward are forms of their own; one is shown. The server decides where each goes, not this script.
function show(mode) {
  const forms = [...document.querySelectorAll("[data-composer]")];
  const wanted = forms.find((form) => form.dataset.composer === mode);
  if (!wanted) return;
  forms.forEach((form) => (form.hidden = form !== wanted));
  focus(wanted);
}

// The rich text editor if it has taken the place of the text area; at once, before the next key is pressed.
function focus(form) {
  if (form.editor) form.editor.view.focus();
  else form.querySelector("textarea").focus();
}

const composer = (mode) => document.getElementById(`composer-${mode}`);
const newest = () => [...document.querySelectorAll("[data-thread] .message[id^=message-]")].at(-1)?.id.slice("message-".length) ?? "";

async function proposal(form, message, mode) {
  const address = new URL(form.dataset.propose, location.href);
  address.search = new URLSearchParams({ message, mode });
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  return answer.ok ? answer.json() : { recipients: [], files: [] };
}

// A list that is not shown is not sent, and the reply goes to the usual people.
async function addressees(form, open) {
  const lines = form.querySelector(".lines");
  lines.hidden = lines.disabled = !open;
  form.querySelector("[data-addressees]")?.setAttribute("aria-expanded", String(open));
  if (!open) return;
  const inputs = [...lines.querySelectorAll("input")];
  const isEmpty = () => !inputs.some((input) => input.value);
  const { recipients } = isEmpty() ? await proposal(form, "", "reply") : {};
  if (recipients && isEmpty()) fill(form, recipients); // somebody may have typed meanwhile
  if (!inputs.includes(document.activeElement)) inputs[0].focus();
}

const entry = ({ name, address }) => (name ? `"${name.replaceAll('"', "'")}" <${address}>` : address);

function fill(form, recipients) {
  for (const kind of ["to", "cc", "bcc"]) {
    const input = form.elements[kind];
    if (input) input.value = recipients.filter((one) => one.kind === kind).map(entry).join(", ");
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

async function answerAll(message) {
  const form = composer("reply");
  show("reply");
  await addressees(form, true);
  fill(form, (await proposal(form, message || newest(), "reply_all")).recipients);
}

async function startForward(message) {
  const form = composer("forward");
  if (!form) return;
  show("forward");
  const wanted = message || form.elements.forwarded.value || newest();
  form.elements.to.focus();
  if (form.elements.forwarded.value === wanted) return;
  form.elements.forwarded.value = wanted;
  const zone = form.querySelector("[data-uploads]");
  const { files } = await proposal(form, wanted, "forward");
  if (form.elements.forwarded.value !== wanted) return; // another message was chosen meanwhile
  zone.querySelectorAll("[data-upload]").forEach((row) => row.remove());
  files.forEach((file) => zone.dispatchEvent(new CustomEvent("upload:add", { bubbles: true, detail: file })));
  form.querySelector("[data-attach]").hidden = !files.length;
}

document.addEventListener("click", (event) => {
  const forward = event.target.closest("[data-forward]");
  if (forward) return startForward(forward.dataset.forward);
  const everybody = event.target.closest("[data-reply-all]");
  if (everybody) return answerAll(everybody.dataset.replyAll);
  const opener = event.target.closest("[data-addressees]");
  if (opener) return addressees(opener.closest("form"), opener.getAttribute("aria-expanded") !== "true");
  const mode = event.target.closest("[data-mode]");
  if (mode) {
    event.preventDefault();
    show(mode.dataset.mode);
    return;
  }
  const attach = event.target.closest("[data-show-attach]");
  if (!attach) return;
  const area = attach.closest("form").querySelector("[data-attach]");
  area.hidden = !area.hidden;
  if (!area.hidden) area.querySelector("input[type=file]").click();
});

// A file that is pasted or dropped on the composer shows the place where it goes.
document.addEventListener("paste", (event) => event.clipboardData.files.length && reveal(event), true);
document.addEventListener("dragenter", reveal);

function reveal(event) {
  const area = event.target.closest?.("[data-composer]")?.querySelector("[data-attach]");
  if (area) area.hidden = false;
}

// After sending, the cursor is where the next message is written. Whoever writes in another composer by then stays in it,
// or a private word would go on in the reply; and whoever has left the conversation is not called back.
document.addEventListener("htmx:afterSettle", ({ target: form }) => {
  if (!form.matches?.("[data-composer]")) return;
  const here = document.activeElement;
  const other = here.closest("[data-composer]");
  if (!other || other === form) return here === document.body || here.closest("#talk") ? show(form.dataset.composer) : undefined;
  form.hidden = true;
  const text = form.querySelector("[data-form-errors]")?.textContent.trim(); // nobody sees it there
  return text && document.dispatchEvent(new CustomEvent("toast", { detail: { text, trouble: true } }));
});

// Escape leaves the text for the conversation, where the keys of the page are heard; what was typed stays.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing || !event.target.matches?.("[data-composer] :is(textarea, [contenteditable])")) return;
  document.querySelector("[data-thread]")?.focus({ preventScroll: true });
});

// The time that was chosen goes with the button that says so, and with no other way of sending.
document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-later]")) return;
  const button = event.target.parentElement.querySelector("button");
  button.value = event.target.value;
  button.disabled = !event.target.value;
});
