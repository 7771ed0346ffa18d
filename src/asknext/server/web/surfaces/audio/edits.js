/** Regions with other ends. Times are kept to a ten-thousandth of a second, and inside of the recording. */
export const SHORTEST = 0.005;

const tidy = (at) => Math.round(at * 1e4) / 1e4;
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
// Rounded down, or a region that reaches the end could stick out of the recording.
const last = (seconds) => Math.floor(seconds * 1e4) / 1e4;

/** From one moment to another, whichever comes first; null where there is nothing between them. */
export function between(one, other, seconds) {
  const [start, end] = [one, other].map((at) => clamp(tidy(at), 0, last(seconds))).sort((a, b) => a - b);
  return end - start < SHORTEST ? null : { start, end };
}

/** `part`: "start", "end" or "whole", moved by seconds. The other end stays, and a region keeps a length. */
export function nudged(region, part, by, seconds) {
  const { start, end } = region;
  if (part === "start") return { ...region, start: clamp(tidy(start + by), 0, tidy(end - SHORTEST)) };
  if (part === "end") return { ...region, end: clamp(tidy(end + by), tidy(start + SHORTEST), last(seconds)) };
  const length = end - start;
  const to = clamp(tidy(start + by), 0, Math.max(tidy(last(seconds) - length), 0));
  return { ...region, start: to, end: Math.min(tidy(to + length), last(seconds)) };
}

/** What lies at a moment: the shortest of those there, as the longer ones can be reached beside it. */
export function regionAt(regions, at) {
  const there = regions.filter((each) => each.start <= at && at < each.end);
  return there.sort((a, b) => a.end - a.start - (b.end - b.start))[0] ?? null;
}
