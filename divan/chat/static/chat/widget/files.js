// Files on their way: chosen, dropped or pasted; each goes up at once, and what is sent carries only the ids.
const { maxBytes, tooLarge } = document.body.dataset;

export class Files {
  #list;
  #rows = new Map(); // row -> promise of the id
  #upload;
  #copyOf;

  // `zone` takes drops and pastes, `input` the choice, `list` shows the rows; `upload(file)` answers with {id}.
  constructor({ zone, input, list, upload, copyOf }) {
    this.#list = list;
    this.#upload = upload;
    this.#copyOf = copyOf;
    input.addEventListener("change", () => {
      this.#take(input.files);
      input.value = "";
    });
    zone.addEventListener("paste", (event) => {
      if (!event.clipboardData.files.length) return;
      event.preventDefault();
      this.#take(event.clipboardData.files);
    });
    zone.addEventListener("dragover", (event) => event.preventDefault());
    zone.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      this.#take(event.dataTransfer.files);
    });
  }

  // The ids of everything that arrived; null if something did not, which stays in the list with its reason.
  async ids() {
    const ids = await Promise.all(this.#rows.values());
    return ids.includes(null) ? null : ids;
  }

  get isEmpty() {
    return !this.#rows.size;
  }

  clear() {
    this.#rows.clear();
    this.#list.replaceChildren();
    this.#list.hidden = true;
  }

  #take(files) {
    for (const file of files) this.#add(file);
  }

  #add(file) {
    const row = this.#copyOf("file-row", { name: file.name });
    const remove = row.querySelector("button");
    remove.setAttribute("aria-label", remove.getAttribute("aria-label").replace("{name}", file.name));
    remove.addEventListener("click", () => {
      this.#rows.delete(row);
      row.remove();
      this.#list.hidden = !this.#rows.size;
    });
    this.#list.append(row);
    this.#list.hidden = false;
    this.#rows.set(row, this.#send(file, row));
  }

  async #send(file, row) {
    const error = row.querySelector("[data-part=error]");
    try {
      if (file.size > Number(maxBytes)) throw new Error(tooLarge);
      const kept = await this.#upload(file);
      row.querySelector("[data-part=size]").textContent = kept.size_text;
      return kept.id;
    } catch (failure) {
      error.textContent = failure.message;
      error.hidden = false;
      row.dataset.tone = "danger";
      return null;
    } finally {
      row.querySelector("progress").hidden = true;
    }
  }
}
