/**
 * Between places in a text as this language counts them (units of UTF-16) and as annotations do (code points).
 *
 * A character outside of the basic plane, such as an emoji, is two units and one code point. Half a pair that stands
 * alone counts as one of each.
 */
export function offsetsOf(text) {
  const pairs = [];
  for (let at = 0; at < text.length - 1; at++) {
    if (isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1))) pairs.push(at++);
  }
  return {
    /** The code points before a unit; a unit inside of a pair counts as the pair's begin. */
    toPoints: (unit) => unit - lower(pairs.length, (at) => pairs[at] + 1 <= unit),
    /** The unit at which a code point begins. */
    toUnits: (point) => point + lower(pairs.length, (at) => pairs[at] - at < point),
    points: text.length - pairs.length,
  };
}

/** How many of the first `count` numbers hold, where all that hold come first. */
export function lower(count, holds) {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const isHigh = (code) => code >= 0xd800 && code <= 0xdbff;
const isLow = (code) => code >= 0xdc00 && code <= 0xdfff;
