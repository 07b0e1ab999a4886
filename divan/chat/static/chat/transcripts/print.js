// A copy of a chat opens the print dialog of the browser: button[data-print].
document.addEventListener("click", (event) => event.target.closest?.("[data-print]") && window.print());
