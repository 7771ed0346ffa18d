import { packed, runsOfStretches, stretchesOf, unpacked } from "./run-lengths.js";

/** What is worked out of a mask once: masks are never changed, only replaced. */
const known = new WeakMap();

/** `{stretches, left, top, right, bottom, area}` of a mask; no bounds where no pixel is inside. */
export function aboutMask(mask) {
  if (!known.has(mask)) known.set(mask, measured(mask));
  return known.get(mask);
}

function measured({ size: [height], counts }) {
  const stretches = stretchesOf(unpacked(counts));
  let [top, bottom, area] = [Infinity, 0, 0];
  for (let place = 0; place < stretches.length; place += 2) {
    const [from, last] = [stretches[place], stretches[place + 1] - 1];
    const wraps = Math.floor(from / height) !== Math.floor(last / height);
    top = wraps ? 0 : Math.min(top, from % height);
    bottom = wraps ? height : Math.max(bottom, (last % height) + 1);
    area += last - from + 1;
  }
  if (!area) return { stretches, area, left: 0, top: 0, right: 0, bottom: 0 };
  const right = Math.floor((stretches[stretches.length - 1] - 1) / height) + 1;
  return { stretches, area, left: Math.floor(stretches[0] / height), top, right, bottom };
}

/** Whether the pixel at (x, y) is inside. */
export function maskHolds(mask, x, y) {
  const [height, width] = mask.size;
  if (x < 0 || y < 0 || x >= width || y >= height) return false;
  const { stretches } = aboutMask(mask);
  const wanted = Math.floor(x) * height + Math.floor(y);
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle] <= wanted) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}

/** A mask's own fields from stretches of its pixels. */
export const maskOfStretches = (stretches, height, width) => ({ size: [height, width], counts: packed(runsOfStretches(stretches, height * width)) });

/** The mask moved by whole pixels; what leaves the image is cut off. */
export function movedMask(mask, across, down) {
  const [height, width] = mask.size;
  const moved = [];
  for (const [column, from, to] of columnsOf(mask)) {
    const [x, top, bottom] = [column + across, Math.max(from + down, 0), Math.min(to + down, height)];
    if (x >= 0 && x < width && top < bottom) moved.push(x * height + top, x * height + bottom);
  }
  return { ...mask, ...maskOfStretches(moved, height, width) };
}

/** Each stretch of a mask as [column, top, bottom], cut at the ends of columns. */
export function* columnsOf(mask) {
  const [height] = mask.size;
  const { stretches } = aboutMask(mask);
  for (let place = 0; place < stretches.length; place += 2) {
    for (let from = stretches[place]; from < stretches[place + 1]; ) {
      const column = Math.floor(from / height);
      const to = Math.min(stretches[place + 1], (column + 1) * height);
      yield [column, from - column * height, to - column * height];
      from = to;
    }
  }
}
