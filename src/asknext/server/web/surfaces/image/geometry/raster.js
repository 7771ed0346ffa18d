import { maskOfStretches } from "./mask.js";

const SCALE = 5;
const LONGEST = 800_000;

/**
 * Which pixels of an image are inside of a polygon's `parts`, by the rule of the COCO API (Dollár & Lin, 2014), as the
 * program does it: draw each ring on a grid five times as fine, and take from it the heights at which it crosses the
 * middle of each column of pixels. The mask's own fields, or null where an outline is too long to be drawn.
 */
export function maskOf({ parts }, height, width) {
  if (parts.flat().some((ring) => lengthOf(ring) > LONGEST)) return null;
  const stretches = parts.map((part) => stretchesOfPart(part, height, width)).reduce(union, []);
  return maskOfStretches(stretches, height, width);
}

function lengthOf(ring) {
  return ring.reduce((total, [x, y], place) => {
    const [toX, toY] = ring[(place + 1) % ring.length];
    return total + Math.max(Math.abs(toX - x), Math.abs(toY - y));
  }, 0);
}

/** Crossings of all rings of a part in order: between the first and the second lies what is inside, and so on. */
function stretchesOfPart(part, height, width) {
  const crossings = [];
  for (const ring of part) cross(ring, height, width, crossings);
  crossings.sort((one, other) => one - other);
  if (crossings.length % 2) crossings.push(height * width);
  const stretches = [];
  for (let place = 0; place < crossings.length; place += 2) {
    if (crossings[place] < crossings[place + 1]) stretches.push(crossings[place], crossings[place + 1]);
  }
  return stretches;
}

const fine = (at) => Math.trunc(SCALE * at + 0.5);

function cross(ring, height, width, crossings) {
  ring.forEach((from, place) => {
    const to = ring[(place + 1) % ring.length];
    crossEdge(fine(from[0]), fine(from[1]), fine(to[0]), fine(to[1]), height, width, crossings);
  });
}

function crossEdge(x, y, toX, toY, height, width, crossings) {
  const flat = Math.abs(toX - x) >= Math.abs(toY - y);
  const flip = flat ? x > toX : y > toY;
  const [lowX, lowY, highX, highY] = flip ? [toX, toY, x, y] : [x, y, toX, toY];
  const length = Math.max(Math.abs(toX - x), Math.abs(toY - y));
  const slope = (flat ? highY - lowY : highX - lowX) / Math.max(length, 1);
  const at = (step) => {
    const along = flip ? length - step : step;
    const across = slope * along;
    return flat ? [along + lowX, Math.trunc(lowY + across + 0.5)] : [Math.trunc(lowX + across + 0.5), along + lowY];
  };
  let before = at(0);
  for (let step = 1; step <= length; step++) {
    const after = at(step);
    if (after[0] !== before[0]) {
      const column = (Math.min(after[0], before[0]) + 0.5) / SCALE - 0.5;
      if (Number.isInteger(column) && column >= 0 && column <= width - 1) {
        const row = (Math.min(after[1], before[1]) + 0.5) / SCALE - 0.5;
        crossings.push(column * height + Math.ceil(Math.min(Math.max(row, 0), height)));
      }
    }
    before = after;
  }
}

/** Stretches that are in the first or in the second list. */
function union(one, two) {
  const pairs = [];
  for (const list of [one, two]) for (let place = 0; place < list.length; place += 2) pairs.push([list[place], list[place + 1]]);
  pairs.sort((a, b) => a[0] - b[0]);
  const joined = [];
  for (const [from, to] of pairs) {
    if (joined.length && from <= joined[joined.length - 1]) joined[joined.length - 1] = Math.max(joined[joined.length - 1], to);
    else joined.push(from, to);
  }
  return joined;
}
