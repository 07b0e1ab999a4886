// Chat of Divan on another site, see docs/chat.md. No cookie.
// The button comes when our page in the frame says that this site may show it.
(() => {
  const script = document.currentScript;
  const desk = new URL(script.src).origin;
  const { site, language, theme, identity } = script.dataset;
  if (!/^\w+$/.test(site ?? "") || window.Divan) return;

  const STYLE = `
:host { all: initial; position: fixed; z-index: 2147483000; font: 600 12px/1 system-ui, sans-serif; }
button, iframe { position: fixed; inset-inline-end: 20px; border: 0; }
button { inset-block-end: 20px; inline-size: 56px; block-size: 56px; padding: 0; border-radius: 36%; cursor: pointer; box-shadow: 0 0 0 1px #fff6, 0 6px 24px #0005; }
button:focus-visible { outline: 3px solid #2f8fd0; }
svg { display: block; margin: auto; inline-size: 28px; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
b { position: absolute; inset-block-start: -4px; inset-inline-end: -4px; padding: 4px 6px; border-radius: 99px; background: #b3261e; color: #fff; }
iframe { inset-block-end: 92px; inline-size: min(376px, 100vw - 40px); block-size: min(640px, 100dvh - 112px); border-radius: 20px; background: #fff; color-scheme: normal; box-shadow: 0 9px 48px -12px #0008; }
[hidden] { display: none; }
@media (max-width: 480px) { iframe { inset: 0; inline-size: 100%; block-size: 100dvh; border-radius: 0; } :host([data-open]) button { display: none; } }`;
  const TALK = "M3 5h14v9H9l-4 3v-3H3z";

  const make = (name, attributes, space = "1999/xhtml") => {
    const element = document.createElementNS(`http://www.w3.org/${space}`, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const svg = "2000/svg";
  const host = make("div", { "data-divan": "" });
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];

  const address = new URL(`/chat/frame/${site}/`, desk);
  address.searchParams.set("origin", location.origin);
  if (language) address.searchParams.set("language", language);
  if (theme) address.searchParams.set("theme", theme);
  const frame = make("iframe", { src: address.href, allow: "clipboard-write", hidden: "" });
  const button = make("button", { type: "button", "aria-expanded": "false" });
  const drawing = make("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, svg);
  const path = make("path", { d: TALK }, svg);
  const unread = make("b", { "aria-hidden": "true", hidden: "" });
  drawing.append(path);
  button.append(drawing, unread);
  let words; // what our page says about the button
  let token = identity;
  let wanted = false;

  const say = (divan, more) => words && frame.contentWindow.postMessage({ divan, ...more }, desk);

  function show(open) {
    if (!words) return void (wanted = open);
    frame.hidden = !open;
    host.toggleAttribute("data-open", open);
    button.setAttribute("aria-expanded", String(open));
    button.setAttribute("aria-label", open ? words.close : words.open);
    path.setAttribute("d", open ? "m6 8 4 4 4-4" : TALK);
    if (open) frame.focus();
    say("shown", { shown: open, url: location.origin + location.pathname, title: document.title });
  }

  function ready(message) {
    words = message;
    frame.title = message.title;
    host.dir = message.dir;
    button.style.background = message.colour;
    button.style.color = message.ink;
    root.prepend(button);
    say("identity", { token });
    show(wanted || !frame.hidden);
    for (const name of message.needs) import(`${desk}/chat/${name}.js`).then(({ begin }) => begin({ desk, site, host, frame, button, words, say, show }), () => {});
    dispatchEvent(new Event("divan:ready"));
  }

  function count({ count, label }) {
    unread.hidden = !count;
    unread.textContent = Math.min(Number(count) || 0, 99);
    if (frame.hidden && words) button.setAttribute("aria-label", count ? label : words.open);
  }

  // Any page may send messages to any other.
  addEventListener("message", (event) => {
    if (event.origin !== desk || event.source !== frame.contentWindow) return;
    const message = event.data ?? {};
    if (message.divan === "ready") ready(message);
    if (message.divan === "unread") count(message);
    if (message.divan !== "close") return;
    show(false);
    button.focus();
  });
  button.addEventListener("click", () => show(frame.hidden));
  host.addEventListener("keydown", (event) => event.key === "Escape" && !frame.hidden && show(false));

  window.Divan = Object.freeze({
    open: () => show(true),
    close: () => show(false),
    identify(given) {
      token = String(given ?? "");
      say("identity", { token });
    },
  });

  const begin = () => {
    root.append(frame);
    document.body.append(host);
  };
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
})();
