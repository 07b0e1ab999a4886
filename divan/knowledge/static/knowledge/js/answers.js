// Articles beside a question that is being written; nothing typed may be lost over them.
const box = document.querySelector("[data-suggestions]");
const field = document.querySelector("[name=subject]")?.closest(".field");
const narrow = matchMedia("(width <= 60rem)");
const home = document.createComment("suggestions");

// Beside the form there is no room on a narrow screen: there they stand under the subject.
function settle() {
  if (narrow.matches) field.after(box);
  else home.after(box);
}

if (box && field) {
  box.before(home);
  narrow.addEventListener("change", settle);
  settle();
}

// How many there are is read aloud; the list itself would be read again with every word.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target !== box) return;
  document.getElementById("suggested-count").textContent = box.querySelector("[data-said]")?.textContent ?? "";
});

// An article that was opened goes with the question, as one does that was read on its own page.
document.addEventListener("htmx:afterSettle", (event) => {
  const slug = event.target.querySelector?.(".answer[data-article]")?.dataset.article;
  const form = slug && field?.closest("form");
  if (!form) return;
  const address = new URL(form.action);
  address.searchParams.set("article", slug);
  form.action = address;
});

// Links of an article that is open above the form lead to a tab of their own.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".answer .prose a[href]");
  if (!link || link.getAttribute("href").startsWith("#")) return;
  link.target = "_blank";
  link.rel = "noopener";
});
