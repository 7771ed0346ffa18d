/** How far the chosen frames of a video lie apart. */
const WIDEST = 9;
const LEAST = 1.4;

/** Of two frames that follow each other: {left, seconds}: how many frames lie between them, and how much time passes. */
export function gapBetween(one, other) {
  const known = Number.isFinite(one.seconds) && Number.isFinite(other.seconds);
  return { left: Math.max(other.index - one.index - 1, 0), seconds: known ? Math.max(other.seconds - one.seconds, 0) : null };
}

/** The gaps before each frame but the first, with `width` in rem: to scale of one another, the widest 9 rem; 0 where none lies between. */
export function gapsOf(frames) {
  const gaps = frames.slice(1).map((each, place) => gapBetween(frames[place], each));
  const most = Math.max(...gaps.map((each) => each.left), 1);
  return gaps.map((each) => ({ ...each, width: each.left ? Math.max((WIDEST * each.left) / most, LEAST) : 0 }));
}

/** Where each frame lies in its video, from 0 to 1: by its index of `count`, or among the chosen ones where that is not known. */
export function placesOf(frames, count) {
  const [first, last] = count > 1 ? [0, count - 1] : [frames[0].index, frames.at(-1).index];
  return frames.map((each) => (last > first ? Math.min(Math.max((each.index - first) / (last - first), 0), 1) : 0.5));
}
