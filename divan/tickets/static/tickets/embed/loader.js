// Puts a form of Divan on another site:
// <script src="https://help.example/embed/loader.js" data-form="contact" data-language="he" data-theme="dark" async></script>
(() => {
  const script = document.currentScript;
  const desk = new URL(script.src).origin;
  const { form, language, theme, title } = script.dataset;
  if (!/^[-\w]+$/.test(form ?? "")) return;

  const address = new URL(`/embed/forms/${form}/`, desk);
  address.searchParams.set("origin", location.origin);
  if (language) address.searchParams.set("language", language);
  if (theme) address.searchParams.set("theme", theme);

  const frame = document.createElement("iframe");
  frame.src = address.href;
  frame.title = title || form;
  frame.width = "100%";
  frame.height = "900";
  frame.style.border = "0";
  script.after(frame);

  // Only our own frame, and only from the desk: any page may send messages to any other.
  addEventListener("message", (event) => {
    if (event.origin !== desk || event.source !== frame.contentWindow || event.data?.divan !== "height") return;
    const height = Number(event.data.height);
    if (height > 0 && height < 20000) frame.height = String(height);
  });
})();
