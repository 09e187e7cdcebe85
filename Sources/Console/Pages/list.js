// A long list, of which the service is asked for what is looked at: page by page, and anew when somebody searches.
const debounceMilliseconds = 150;

/**
 * - `find`: the search field; `more`: the button for the next page.
 * - `read(search, after)`: asks for a page and gives its answer, `next` and `total` included.
 * - `draw(answer, isFurther)`: shows it, behind what is there or in its place.
 * - `fail(error)`: tells that it could not be read.
 */
export class PagedList {
  constructor(options) {
    Object.assign(this, options);
    this.turn = 0;
    this.find?.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.refresh(), debounceMilliseconds);
    });
    this.more.addEventListener("click", () => this.further());
  }

  get search() { return this.find?.value.trim() ?? ""; }

  /** The first page anew, of what is searched for now. */
  refresh() { return this.ask(""); }

  async further() {
    if (this.next && !this.isAsking) await this.ask(this.next);
  }

  async ask(after) {
    const turn = ++this.turn;
    this.isAsking = true;
    let answer;
    try {
      answer = await this.read(this.search, after);
    } catch (error) {
      if (turn === this.turn) { this.isAsking = false; this.fail(error); }
      return;
    }
    // Somebody searched for something else meanwhile.
    if (turn !== this.turn) return;
    this.isAsking = false;
    this.next = answer.next;
    this.more.hidden = answer.next == null;
    this.draw(answer, after !== "");
  }
}

/** Lets the key "/" lead to the search field, and an arrow from there to what was found first. */
export function quickFind(field, first) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]") || document.activeElement?.matches("input, select, textarea")) return;
    event.preventDefault();
    field.select();
    field.focus();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || !first()) return;
    event.preventDefault();
    first().focus();
  });
}
