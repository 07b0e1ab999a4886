// What a visitor's browser remembers of visits and invitations, in the storage of the website: minutes since 1970, and
// whether there was a visit before. No cookie, no name of anybody, and nothing of it is ever sent anywhere.
const VISIT_MINUTES = 30; // without a page of the website, until the next one begins another visit
const NOTHING = { seen: 0, since: 0, back: 0, asked: 0, opened: 0, quiet: 0 };

export const DAY_MINUTES = 24 * 60;
export const minute = () => Math.floor(Date.now() / 60_000);

export class Visits {
  #name;

  constructor(site) {
    this.#name = `divan-visits:${site}`;
  }

  // null where nothing can be read.
  get all() {
    try {
      return { ...NOTHING, ...JSON.parse(localStorage.getItem(this.#name) ?? "{}") };
    } catch {
      return null;
    }
  }

  // Whether it is remembered now.
  keep(more) {
    try {
      localStorage.setItem(this.#name, JSON.stringify({ ...this.all, ...more }));
      return true;
    } catch {
      return false;
    }
  }

  // Somebody looks at a page of the website, for the first time or again.
  visited() {
    const { seen } = this.all ?? {};
    if (seen === minute()) return;
    const isNew = !seen || minute() - seen >= VISIT_MINUTES;
    this.keep({ seen: minute(), ...(isNew && { since: minute(), back: seen ? 1 : 0 }) });
  }
}
