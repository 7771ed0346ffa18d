/** Which shapes may lie at a point: bounds in a grid of square cells over the picture. */
export class Grid {
  /** `entries`: [[key, {left, top, right, bottom}], ...] in pixels of the picture. */
  constructor(entries, width, height) {
    this.cell = Math.max(Math.ceil(Math.max(width, height) / 64), 1);
    this.across = Math.ceil(width / this.cell) + 1;
    this.down = Math.ceil(height / this.cell) + 1;
    this.cells = new Map();
    for (const [key, bounds] of entries) for (const cell of this.#under(bounds)) this.#put(cell, key);
  }

  #put(cell, key) {
    const found = this.cells.get(cell);
    if (found) found.push(key);
    else this.cells.set(cell, [key]);
  }

  *#under({ left, top, right, bottom }) {
    const clip = (at, most) => Math.min(Math.max(Math.floor(at / this.cell), 0), most - 1);
    const [from, to] = [clip(left, this.across), clip(right, this.across)];
    for (let row = clip(top, this.down); row <= clip(bottom, this.down); row++) {
      for (let column = from; column <= to; column++) yield row * this.across + column;
    }
  }

  /** The keys of all whose cells are at most `reach` away, each once. */
  near([x, y], reach) {
    const found = new Set();
    for (const cell of this.#under({ left: x - reach, top: y - reach, right: x + reach, bottom: y + reach })) {
      for (const key of this.cells.get(cell) ?? []) found.add(key);
    }
    return found;
  }
}
