/**
 * Masks as lengths of runs, column by column, the first one of pixels outside, and COCO's way to write these as text
 * (Dollár & Lin, 2014): each length, from the fourth on less the one two before it, in groups of five bits, the lowest
 * first, with a sixth bit where more follow, as characters from "0" on. Equal masks give equal texts.
 */
const ZERO = 48;

/** The text of `runs`. */
export function packed(runs) {
  const codes = [];
  for (let at = 0; at < runs.length; at++) {
    let left = at > 2 ? runs[at] - runs[at - 2] : runs[at];
    let more = true;
    while (more) {
      const low = left & 31;
      left >>= 5;
      more = low & 16 ? left !== -1 : left !== 0;
      codes.push(low + (more ? 32 : 0) + ZERO);
    }
  }
  return new TextDecoder().decode(Uint8Array.from(codes));
}

/** The runs of a text, or of a list of runs, as it is. */
export function unpacked(text) {
  if (typeof text !== "string") return text;
  const runs = [];
  for (let at = 0; at < text.length; ) {
    let value = 0;
    let shift = 0;
    let code;
    do {
      code = text.charCodeAt(at++) - ZERO;
      value |= (code & 31) << shift;
      shift += 5;
    } while (code & 32);
    if (code & 16 && shift < 32) value |= -1 << shift;
    runs.push(runs.length > 2 ? value + runs[runs.length - 2] : value);
  }
  return runs;
}

/** Stretches of pixels inside, [from, to, from, to, ...] along the columns, from `runs`. */
export function stretchesOf(runs) {
  const stretches = [];
  let at = 0;
  runs.forEach((length, place) => {
    if (place % 2 && length) stretches.push(at, at + length);
    at += length;
  });
  return stretches;
}

/** The runs of stretches that are in order and do not overlap; those that touch are joined. */
export function runsOfStretches(stretches, pixels) {
  const runs = [];
  let at = 0;
  for (let place = 0; place < stretches.length; place += 2) {
    const [from, to] = [stretches[place], stretches[place + 1]];
    if (runs.length && from === at) runs[runs.length - 1] += to - from;
    else runs.push(from - at, to - from);
    at = to;
  }
  if (at < pixels || !runs.length) runs.push(pixels - at);
  return runs;
}
