// Invitations to chat, loaded where a site has rules for them. Nobody is nagged: at most one in a visit, whatever its rule;
// none once the box was opened, none for a while after "No, thank you", none where nothing can be remembered.
import { Bubble } from "./bubble.js";
import { DAY_MINUTES, Visits, minute } from "./visits.js";

const PAUSE_SECONDS = 60; // until the help desk is asked again whether somebody is free
const TRIES = 5;

// Whether a path is one of those that a pattern names; * stands for any number of any letters. No pattern is ever
// compiled: its fixed pieces are looked for from left to right, which takes no longer than reading the path for each.
export function fits(pattern, path) {
  const pieces = pattern.split("*");
  const first = pieces.shift();
  if (!pieces.length) return path === first;
  const last = pieces.pop();
  let from = first.length;
  if (!path.startsWith(first)) return false;
  for (const piece of pieces) {
    const at = path.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return path.length - last.length >= from && path.endsWith(last);
}

// The path as people read it.
function here() {
  try {
    return decodeURIComponent(location.pathname);
  } catch {
    return location.pathname;
  }
}

class Inviting {
  #tools;
  #visits;
  #bubble;
  #path = here();
  #seconds = 0;
  #pause = 0;
  #tries = TRIES;
  #isOver = false;

  constructor(tools) {
    this.#tools = tools;
    this.#visits = new Visits(tools.site);
    this.#bubble = new Bubble(tools, (rule, accepted) => this.#answered(rule, accepted));
    this.#visits.visited();
    setInterval(() => this.#tick(), 1000);
    const { host, frame, desk } = tools;
    const watch = () => host.hasAttribute("data-open") && this.#opened();
    new MutationObserver(watch).observe(host, { attributeFilter: ["data-open"] });
    watch();
    addEventListener("message", ({ origin, source, data }) => {
      if (origin === desk && source === frame.contentWindow && data?.divan === "offered") this.#heard(data);
    });
  }

  #tick() {
    if (document.hidden) return;
    this.#visits.visited();
    if (this.#path !== here()) {
      this.#path = here();
      this.#seconds = 0;
    }
    this.#seconds += 1;
    this.#pause -= 1;
    if (this.#isOver || this.#pause > 0) return;
    const rule = this.#rules.find((one) => this.#isDue(one));
    if (!rule) return;
    // Only our frame knows whether a chat runs and somebody is free; what it does not answer is asked again later.
    this.#pause = PAUSE_SECONDS;
    this.#tools.say("offer", { rule: rule.id });
    this.#tries -= 1;
    this.#isOver = !this.#tries;
  }

  get #rules() {
    return this.#tools.words.invitations.rules;
  }

  #isDue(rule) {
    const visits = this.#visits.all;
    if (!visits || minute() < visits.quiet || visits.asked >= visits.since || visits.opened >= visits.since) return false;
    if (this.#seconds < rule.seconds || minute() - visits.asked < rule.days * DAY_MINUTES) return false;
    if (rule.visitors !== "any" && (rule.visitors === "returning") !== Boolean(visits.back)) return false;
    return !rule.pages.length || rule.pages.some((page) => fits(page, this.#path));
  }

  // Meanwhile the box may have been opened, the page changed, or another tab may have asked.
  #heard({ rule: id, may }) {
    const rule = this.#rules.find((one) => one.id === id);
    if (!may || !rule || !this.#isDue(rule) || !this.#visits.keep({ asked: minute() })) return;
    this.#isOver = true;
    this.#bubble.show(rule);
  }

  #answered(rule, accepted) {
    const { quiet } = this.#tools.words.invitations;
    if (!accepted) this.#visits.keep({ quiet: minute() + quiet * DAY_MINUTES });
    if (accepted) this.#tools.show(true);
    this.#tools.say("answered", { rule: rule.id, accepted });
  }

  #opened() {
    this.#isOver = true;
    this.#visits.keep({ opened: minute() });
    this.#bubble.hide();
  }
}

let begun = false;

// Called by the loader when our page in the frame says that the site has rules.
export function begin(tools) {
  if (!begun) new Inviting(tools);
  begun = true;
}
