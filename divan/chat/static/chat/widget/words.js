// Sentences of the frame as nodes: what people wrote is only ever text (no markup is parsed anywhere in the frame).
const LINK = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}]/g;

// Put `values` into the places of a sentence, "{name} joined", each isolated from the words around it.
export function sentence(words, values = {}) {
  const parts = document.createDocumentFragment();
  for (const piece of words.split(/(\{\w+\})/)) {
    const value = /^\{\w+\}$/.test(piece) ? values[piece.slice(1, -1)] : undefined;
    if (value === undefined) parts.append(piece);
    else parts.append(Object.assign(document.createElement("bdi"), { textContent: value }));
  }
  return parts;
}

// Names one after the other, as the language of the page does it, each isolated from the others.
export function listed(names) {
  const parts = document.createDocumentFragment();
  for (const { type, value } of list.formatToParts(names)) {
    parts.append(type === "element" ? Object.assign(document.createElement("bdi"), { textContent: value }) : value);
  }
  return parts;
}

// The text with its addresses as links, which learn nothing about the page that they are followed from.
export function linked(text) {
  const parts = document.createDocumentFragment();
  let from = 0;
  for (const hit of text.matchAll(LINK)) {
    parts.append(text.slice(from, hit.index));
    const link = document.createElement("a");
    Object.assign(link, { href: hit[0], textContent: hit[0], target: "_blank", rel: "noopener noreferrer nofollow", dir: "ltr" });
    parts.append(link);
    from = hit.index + hit[0].length;
  }
  parts.append(text.slice(from));
  return parts;
}

// A copy of a template of the page; `fill` names parts by data-part and gives them their text.
export function copyOf(id, fill = {}) {
  const copy = document.getElementById(id).content.firstElementChild.cloneNode(true);
  for (const [name, text] of Object.entries(fill)) part(copy, name).textContent = text;
  return copy;
}

export const part = (root, name) => root.querySelector(`[data-part="${name}"]`) ?? root;

export function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...word][0].toLocaleUpperCase()).join("") || "?";
}

// An avatar: the photo of somebody who has one, otherwise their initials. The name stands beside it.
export function portray(avatar, { name, photo }) {
  if (photo) avatar.replaceChildren(Object.assign(new Image(), { src: photo, alt: "" }));
  else avatar.textContent = initials(name);
}

const language = document.documentElement.lang;
const list = new Intl.ListFormat(language, { type: "conjunction" });
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(language, { weekday: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const date = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
export const time = (moment) => clock.format(new Date(moment));
export const dayAndTime = (moment) => day.format(new Date(moment));
// A day as it is written in ISO 8601, wherever the visitor is.
export const dayOf = (text) => date.format(new Date(text));
