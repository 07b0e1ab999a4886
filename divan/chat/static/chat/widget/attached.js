// Files that came with a line: pictures small, everything else by its name. The token of the chat opens them and no
// address does, so they are fetched; of pictures only those that come into sight, so that a long chat stays light.
const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
const LARGEST = 5 * 1024 * 1024; // bytes that are fetched without being asked for

export class Attached {
  #tools;
  #token;
  #addresses = [];
  #sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) this.#draw(target);
  });

  constructor(tools, token) {
    this.#tools = tools;
    this.#token = token;
  }

  // What stands below the words of a line for this file.
  show(file) {
    return PICTURES.has(file.type) && file.size <= LARGEST ? this.#picture(file) : this.#chip(file);
  }

  // What was fetched is needed no more.
  forget() {
    this.#sight.disconnect();
    for (const address of this.#addresses.splice(0)) URL.revokeObjectURL(address);
  }

  #picture(file) {
    const link = this.#tools.copyOf("picture");
    link.title = file.name;
    link.querySelector("img").alt = file.name;
    link.file = file;
    this.#sight.observe(link);
    return link;
  }

  // It opens by a press as soon as it is there; what cannot be had is offered by its name.
  async #draw(link) {
    this.#sight.unobserve(link);
    try {
      link.href = await this.#tools.fileOf(this.#token, `${link.file.url}?show=1`);
      this.#addresses.push(link.href);
      link.querySelector("img").src = link.href;
    } catch {
      link.replaceWith(this.#chip(link.file));
    }
  }

  #chip(file) {
    const button = this.#tools.copyOf("file-chip", { name: file.name });
    button.addEventListener("click", async () => {
      const href = await this.#tools.fileOf(this.#token, file.url).catch(() => "");
      if (!href) return;
      Object.assign(document.createElement("a"), { href, download: file.name }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60_000);
    });
    return button;
  }
}
