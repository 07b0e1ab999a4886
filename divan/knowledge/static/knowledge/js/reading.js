// Reading: the list of contents follows the eyes, the print page opens the dialog of the browser, and readers count.
const links = new Map([...document.querySelectorAll(".toc a[href^='#']")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));

if (links.size) {
  const seen = new Set();
  const show = () => {
    const first = [...links.keys()].find((id) => seen.has(id));
    if (first) links.forEach((link, id) => (id === first ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  };
  const watcher = new IntersectionObserver((entries) => {
    entries.forEach(({ target, isIntersecting }) => (isIntersecting ? seen.add(target.id) : seen.delete(target.id)));
    show();
  }, { rootMargin: "0px 0px -55% 0px" });
  links.forEach((_link, id) => {
    const heading = document.getElementById(id);
    if (heading) watcher.observe(heading);
  });
}

document.addEventListener("click", (event) => event.target.closest?.("[data-print]") && window.print());

// Whoever stays for some seconds is counted as a reader; machines that only fetch the page are not.
const shown = document.querySelector("[data-read]");
const token = document.querySelector("[name=csrfmiddlewaretoken]");
if (shown && token) {
  setTimeout(() => navigator.sendBeacon(shown.dataset.read, new URLSearchParams({ csrfmiddlewaretoken: token.value })), 5000);
}
