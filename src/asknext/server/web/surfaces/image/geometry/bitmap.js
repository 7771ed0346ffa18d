import { aboutMask, maskOfStretches } from "./mask.js";

/** The pixels of a mask while it is being painted: one byte each, column by column as in the run lengths. */
export class Bitmap {
  constructor(height, width) {
    Object.assign(this, { height, width, data: new Uint8Array(height * width) });
  }

  static of(mask) {
    const bitmap = new Bitmap(...mask.size);
    const { stretches } = aboutMask(mask);
    for (let place = 0; place < stretches.length; place += 2) bitmap.data.fill(1, stretches[place], stretches[place + 1]);
    return bitmap;
  }

  /** The mask's own fields. */
  toMask() {
    const stretches = [];
    for (let at = this.data.indexOf(1); at >= 0; ) {
      const end = this.data.indexOf(0, at);
      stretches.push(at, end < 0 ? this.data.length : end);
      at = end < 0 ? -1 : this.data.indexOf(1, end);
    }
    return maskOfStretches(stretches, this.height, this.width);
  }

  /**
   * Sets all pixels whose middle is at most half of `size` from the line between two points to `value`.
   * Gives the bounds of what may have changed, or null.
   */
  stroke([x, y], [toX, toY], size, value) {
    const radius = size / 2;
    const [one, two] = [[centred(x, size), centred(y, size)], [centred(toX, size), centred(toY, size)]];
    const left = Math.max(Math.floor(Math.min(one[0], two[0]) - radius), 0);
    const right = Math.min(Math.ceil(Math.max(one[0], two[0]) + radius), this.width);
    let [top, bottom] = [this.height, 0];
    for (let column = left; column < right; column++) {
      const [low, high] = upright(one, two, radius, column + 0.5);
      const from = Math.max(Math.ceil(low - 0.5), 0);
      const to = Math.min(Math.floor(high - 0.5) + 1, this.height);
      if (from >= to) continue;
      this.data.fill(value, column * this.height + from, column * this.height + to);
      [top, bottom] = [Math.min(top, from), Math.max(bottom, to)];
    }
    return top < bottom ? { left, top, right, bottom } : null;
  }
}

/** A brush of an odd size stands on the middle of a pixel, one of an even size on a corner: its dabs are symmetric. */
const centred = (at, size) => (size % 2 ? Math.floor(at) + 0.5 : Math.round(at));

/** From where to where an upright line at `x` runs through the line from `one` to `two` with round ends. */
function upright(one, two, radius, x) {
  let [low, high] = [Infinity, -Infinity];
  const take = (from, to) => {
    low = Math.min(low, from);
    high = Math.max(high, to);
  };
  for (const [cx, cy] of [one, two]) {
    const reach = radius * radius - (x - cx) ** 2;
    if (reach >= 0) take(cy - Math.sqrt(reach), cy + Math.sqrt(reach));
  }
  const [dx, dy] = [two[0] - one[0], two[1] - one[1]];
  const length = Math.hypot(dx, dy);
  if (!length) return [low, high];
  const side = [(-dy / length) * radius, (dx / length) * radius];
  const corners = [[1, one], [1, two], [-1, two], [-1, one]].map(([sign, [px, py]]) => [px + sign * side[0], py + sign * side[1]]);
  corners.forEach(([ax, ay], place) => {
    const [bx, by] = corners[(place + 1) % 4];
    if (ax === bx || x < Math.min(ax, bx) || x > Math.max(ax, bx)) return;
    const y = ay + ((x - ax) / (bx - ax)) * (by - ay);
    take(y, y);
  });
  return [low, high];
}
