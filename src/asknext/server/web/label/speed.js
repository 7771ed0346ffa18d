/** Labels a minute over the last answers of this page, pauses not counted. */
const WINDOW = 30;
const FEWEST = 3;

export class Speed {
  #seconds = [];

  add(seconds) {
    this.#seconds = [...this.#seconds, Math.max(seconds, 0.05)].slice(-WINDOW);
  }

  undo() {
    this.#seconds.pop();
  }

  /** null while there are too few answers to tell. */
  get perMinute() {
    if (this.#seconds.length < FEWEST) return null;
    return (60 * this.#seconds.length) / this.#seconds.reduce((sum, one) => sum + one, 0);
  }
}
