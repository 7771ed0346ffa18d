/** Points sorted into the cells of a square grid, so that those near a place are found without looking at all. */
const SPAN = 65536;

export class Grid {
  /** `positions`: Uint16Array of x and y in turn. */
  constructor(positions) {
    this.positions = positions;
    this.length = positions.length / 2;
    this.side = Math.max(4, Math.min(512, Math.round(Math.sqrt(this.length / 4))));
    this.cell = SPAN / this.side;
    const cells = this.side * this.side;
    this.starts = new Uint32Array(cells + 1);
    for (let at = 0; at < this.length; at++) this.starts[this.#cellOf(at) + 1]++;
    for (let at = 0; at < cells; at++) this.starts[at + 1] += this.starts[at];
    const next = this.starts.slice(0, cells);
    this.order = new Uint32Array(this.length);
    for (let at = 0; at < this.length; at++) this.order[next[this.#cellOf(at)]++] = at;
  }

  #cellOf(at) {
    return Math.floor(this.positions[2 * at + 1] / this.cell) * this.side + Math.floor(this.positions[2 * at] / this.cell);
  }

  clamped(value) {
    return Math.max(0, Math.min(this.side - 1, Math.floor(value / this.cell)));
  }

  /** The nearest point to (x, y) that `fits(at, dx, dy)` and is at most `reach` away; -1 for none. */
  nearest(x, y, reach, fits) {
    const [column, row] = [this.clamped(x), this.clamped(y)];
    let [best, squared] = [-1, reach * reach];
    const look = (cell) => {
      for (let place = this.starts[cell]; place < this.starts[cell + 1]; place++) {
        const at = this.order[place];
        const [dx, dy] = [this.positions[2 * at] - x, this.positions[2 * at + 1] - y];
        const distance = dx * dx + dy * dy;
        const nearer = distance < squared || (distance === squared && (best < 0 || at < best));
        if (nearer && fits(at, dx, dy)) [best, squared] = [at, distance];
      }
    };
    for (let ring = 0; ring < this.side; ring++) {
      if (ring > 0 && (ring - 1) * this.cell > Math.sqrt(squared)) break;
      this.#ring(column, row, ring, look);
    }
    return best;
  }

  #ring(column, row, ring, look) {
    for (let r = row - ring; r <= row + ring; r++) {
      if (r < 0 || r >= this.side) continue;
      const step = Math.abs(r - row) === ring ? 1 : Math.max(1, 2 * ring);
      for (let c = column - ring; c <= column + ring; c += step) if (c >= 0 && c < this.side) look(r * this.side + c);
    }
  }

  /** Points inside a polygon of [x, y] corners, by even and odd crossings, that `fits`. */
  inside(polygon, fits) {
    const found = [];
    if (polygon.length < 3) return found;
    const xs = polygon.map(([x]) => x);
    const ys = polygon.map(([, y]) => y);
    const [left, right] = [this.clamped(Math.min(...xs)), this.clamped(Math.max(...xs))];
    const [low, high] = [this.clamped(Math.min(...ys)), this.clamped(Math.max(...ys))];
    const crossed = this.#crossed(polygon);
    for (let row = low; row <= high; row++) {
      for (let column = left; column <= right; column++) {
        const cell = row * this.side + column;
        const whole = !crossed[cell];
        // no edge goes through the cell: all of it is on one side
        if (whole && !within(polygon, (column + 0.5) * this.cell, (row + 0.5) * this.cell)) continue;
        for (let place = this.starts[cell]; place < this.starts[cell + 1]; place++) {
          const at = this.order[place];
          if (fits(at) && (whole || within(polygon, this.positions[2 * at], this.positions[2 * at + 1]))) found.push(at);
        }
      }
    }
    return found;
  }

  #crossed(polygon) {
    const found = new Uint8Array(this.side * this.side);
    polygon.forEach(([bx, by], place) => {
      const [ax, ay] = polygon[(place + polygon.length - 1) % polygon.length];
      for (let row = this.clamped(Math.min(ay, by)); row <= this.clamped(Math.max(ay, by)); row++) {
        const at = (y) => (ay === by ? ax : ax + ((bx - ax) * (Math.max(Math.min(ay, by), Math.min(Math.max(ay, by), y)) - ay)) / (by - ay));
        const ends = ay === by ? [ax, bx] : [at(row * this.cell), at((row + 1) * this.cell)];
        // one more on either side: an edge along a border belongs to both cells
        const [from, to] = [this.clamped(Math.min(...ends) - 1), this.clamped(Math.max(...ends) + 1)];
        for (let column = from; column <= to; column++) found[row * this.side + column] = 1;
      }
    });
    return found;
  }
}

/** Whether (x, y) is inside a polygon. */
export function within(polygon, x, y) {
  let inside = false;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at++) {
    const [ax, ay] = polygon[at];
    const [bx, by] = polygon[before];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
