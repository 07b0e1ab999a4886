// What the frame asks of its server: without cookies, with the stamp of the page or the token of the chat.
const { site, askedFor, desk, answer } = document.body.dataset;

// An answer other than "done": `errors` by field, `error` for people, `closed` when nobody is there.
export class Refusal extends Error {
  constructor(status, said) {
    super(said?.error || answer);
    Object.assign(this, { status, errors: said?.errors ?? {}, field: said?.field ?? "", closed: said?.closed === true });
  }
}

async function ask(address, options) {
  let response;
  try {
    response = await fetch(address, { credentials: "omit", ...options });
  } catch {
    throw new Refusal(0);
  }
  if (response.ok) return response;
  throw new Refusal(response.status, response.status < 500 ? await response.json().catch(() => null) : null);
}

function body(values) {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) [value].flat().forEach((one) => data.append(name, one));
  return data;
}

async function said(response) {
  return response.status === 204 ? {} : response.json();
}

// Doors of the site: start, write, answers, solved, upload, there, known.
export async function toSite(door, values) {
  const address = `${site}${door}/${askedFor}`;
  return said(await ask(address, values ? { method: "POST", body: body(values) } : {}));
}

// Doors of the one chat that the token opens: "visit/end", "transcript/link".
export async function toVisit(token, door, values) {
  const headers = { Authorization: `Bearer ${token}` };
  return said(await ask(`${desk}${door}/${askedFor}`, { method: "POST", body: body(values ?? {}), headers }));
}

// A file of the chat as an address inside this page.
export async function fileOf(token, address) {
  const response = await ask(address, { headers: { Authorization: `Bearer ${token}` } });
  return URL.createObjectURL(await response.blob());
}

// What this browser keeps of the chat, for this site alone; in memory where it keeps nothing.
const name = `divan-chat:${site}`;
let memory = null;

// Browsers that refuse storage to frames of other sites do so at the first touch.
export const keepsNothing = (() => {
  try {
    localStorage.setItem(`${name}?`, "");
    localStorage.removeItem(`${name}?`);
    return false;
  } catch {
    return true;
  }
})();

// As it is now: another tab may have begun a chat, or left it.
export function kept() {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? memory;
  } catch {
    return memory;
  }
}

// Whether it is one, wherever it was kept.
export const isChat = (one) => /^chat:\d+$/.test(one?.channel) && typeof one.token === "string";

export function keep(chat) {
  memory = null;
  try {
    if (chat) localStorage.setItem(name, JSON.stringify(chat));
    else localStorage.removeItem(name);
  } catch {
    memory = chat; // the website around may keep it then (keeping.js); without one the chat lasts as long as the page
  }
}

// Another tab keeps something else, or nothing any more.
export const onKept = (act) => addEventListener("storage", ({ key }) => (key === name || key === null) && act());
