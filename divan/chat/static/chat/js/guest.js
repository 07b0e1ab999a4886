// A guest expert who is not in the chat any more: the page says so itself.
document.addEventListener("chat:gone", () => location.reload());
