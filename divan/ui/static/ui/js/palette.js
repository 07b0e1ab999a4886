// The palette: commands of the page are filtered here, what the server finds comes by htmx; finder.js walks over both.
function filter(box) {
  const wanted = box.querySelector("[role=combobox]").value.trim().toLocaleLowerCase();
  box.querySelectorAll("#palette-commands [role=option]").forEach((option) => {
    option.hidden = !option.textContent.toLocaleLowerCase().includes(wanted);
  });
  box.querySelectorAll("#palette-commands [role=group]").forEach((group) => {
    group.hidden = !group.querySelector("[role=option]:not([hidden])");
  });
  box.dispatchEvent(new CustomEvent("options", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  const box = event.target.closest?.("[data-palette]");
  if (box) filter(box);
});

// Opened by a click on [data-open=palette] (dialog.js): begin with the first command marked.
document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-open=palette]") && document.querySelector("[data-palette]");
  if (box) filter(box);
});
