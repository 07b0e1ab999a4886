// Light or dark: a cookie tells the server, so that the next page arrives right without a flash.
const root = document.documentElement;
const YEAR = 365 * 24 * 3600;

function isDark() {
  const chosen = root.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-switch]")) return;
  const theme = isDark() ? "light" : "dark";
  root.dataset.theme = theme;
  const secure = location.protocol === "https:" ? ";secure" : "";
  document.cookie = `theme=${theme};path=/;max-age=${YEAR};samesite=lax${secure}`;
  document.dispatchEvent(new CustomEvent("theme", { detail: { theme } }));
});
