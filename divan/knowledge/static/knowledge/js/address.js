// The address of a new article follows its title until somebody writes one; letters of other scripts are left out.
const address = () => document.querySelector("[name=slug]");

document.addEventListener("input", (event) => {
  if (event.target === address()) event.target.dataset.own = "true";
  if (!event.target.matches?.("[data-names-address]") || !address() || address().dataset.own) return;
  const plain = event.target.value.toLowerCase().replaceAll("ı", "i").replaceAll("ł", "l").normalize("NFKD");
  address().value = plain.replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 80);
});
