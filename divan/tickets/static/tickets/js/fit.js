// Frames that are as tall as what they show: [data-fit], for documents of our own origin that run no scripts.
// Their style sheet holds how tall they may become.
const fit = (frame) => {
  const page = frame.contentDocument?.body;
  if (page) frame.style.blockSize = `${Math.ceil(page.getBoundingClientRect().height) + 2}px`;
};

// A load inside a frame does not bubble, but it is heard on the way down.
document.addEventListener("load", (event) => event.target.matches?.("iframe[data-fit]") && fit(event.target), true);
document.addEventListener("toggle", (event) => event.target.querySelectorAll?.("iframe[data-fit]").forEach(fit), true);
