// Copying: data-copy holds the text, or the button's data-copy-from names the element that shows it.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (!button) return;
  const from = button.dataset.copyFrom;
  const source = from ? document.querySelector(from) : null;
  const text = source ? (source.value ?? source.textContent.trim()) : button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: button.dataset.copied } }));
  } catch {
    source?.select?.(); // no permission, or not a secure address: at least it is ready for the keyboard
  }
});
