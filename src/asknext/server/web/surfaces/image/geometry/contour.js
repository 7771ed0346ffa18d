import { Bitmap } from "./bitmap.js";
import { aboutMask, columnsOf } from "./mask.js";

/**
 * The `parts` of the polygon around exactly the pixels of a mask, along their edges, holes as holes; rasterising it
 * gives the same mask. Pixels that touch at a corner only are in different parts. Null where no pixel is inside.
 */
export function polygonOf(mask) {
  const bounds = aboutMask(mask);
  if (!bounds.area) return null;
  const corners = cornersOf(Bitmap.of(mask), bounds);
  const parts = new Map();
  const holes = [];
  const partAt = partsOf(mask);
  for (const ring of ringsOf(corners)) {
    const [[x, y]] = ring;
    const part = partAt(x, y);
    if (part >= 0) parts.set(part, [ring]);
    else holes.push([partAt(x, y - 1), ring]);
  }
  for (const [part, ring] of holes) parts.get(part).push(ring);
  return [...parts.values()];
}

/** Corners of the outline in reading order, each with its partner along the line and along the column. */
function cornersOf({ data, height, width }, { left, top, right, bottom }) {
  const inside = (x, y) => x >= 0 && y >= 0 && x < width && y < height && data[x * height + y] === 1;
  const corners = { x: [], y: [], across: [], down: [] };
  const above = new Int32Array(right + 1).fill(-1);
  for (let y = top; y <= bottom; y++) {
    let before = -1;
    for (let x = left; x <= right; x++) {
      const [a, b, c, d] = [inside(x - 1, y - 1), inside(x, y - 1), inside(x - 1, y), inside(x, y)];
      const touching = a === d && b === c && a !== b;
      if (!touching && a ^ b ^ c ^ d) before = odd(corners, x, y, before, above, a !== c, a !== b);
      else if (touching) before = both(corners, x, y, before, above, a);
    }
  }
  return corners;
}

function add(corners, x, y) {
  corners.across.push(-1);
  corners.down.push(-1);
  corners.y.push(y);
  return corners.x.push(x) - 1;
}

function join(partners, one, other) {
  partners[one] = other;
  partners[other] = one;
}

/** A corner with one edge to the side and one upright one. */
function odd(corners, x, y, before, above, leadsLeft, leadsUp) {
  const corner = add(corners, x, y);
  if (leadsLeft) join(corners.across, before, corner);
  if (leadsUp) join(corners.down, above[x], corner);
  else above[x] = corner;
  return leadsLeft ? -1 : corner;
}

/** Two corners in one place, where two pixels touch: each keeps to its own pixel. */
function both(corners, x, y, before, above, falling) {
  const up = add(corners, x, y);
  const down = add(corners, x, y);
  join(corners.across, before, falling ? up : down);
  join(corners.down, above[x], up);
  above[x] = down;
  return falling ? down : up;
}

/** Follow edges across and down in turn; each ring starts at its highest and there leftmost corner. */
function* ringsOf({ x, y, across, down }) {
  const seen = new Uint8Array(x.length);
  for (let start = 0; start < x.length; start++) {
    if (seen[start]) continue;
    const ring = [];
    for (let at = start; !seen[at]; ) {
      const other = across[at];
      seen[at] = seen[other] = 1;
      ring.push([x[at], y[at]], [x[other], y[other]]);
      at = down[other];
    }
    yield ring;
  }
}

/** A function that tells of a pixel in which part it is (pixels joined by their edges), or -1. */
function partsOf(mask) {
  const columns = new Map();
  const parents = [];
  const root = (at) => {
    while (parents[at] !== at) at = parents[at] = parents[parents[at]];
    return at;
  };
  for (const [column, top, bottom] of columnsOf(mask)) {
    const own = parents.push(parents.length) - 1;
    for (const other of columns.get(column - 1) ?? []) {
      if (other.top < bottom && top < other.bottom) parents[root(own)] = root(other.own);
    }
    if (!columns.has(column)) columns.set(column, []);
    columns.get(column).push({ top, bottom, own });
  }
  return (x, y) => {
    const found = columns.get(x)?.find((each) => each.top <= y && y < each.bottom);
    return found ? root(found.own) : -1;
  };
}
