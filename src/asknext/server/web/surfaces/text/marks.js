import { blockAt } from "./blocks.js";

/**
 * The spans among annotations, [{id, start, end, row, one, ghost}] in units, in the order of the text and outer before
 * inner. `row` is the line below the text on which a span is drawn: of two that overlap each has its own.
 */
export function marksOf(annotations, ghosts, hidden, offsets) {
  const told = [...annotations.map((one) => [one, false]), ...ghosts.map((one) => [one, true])];
  const marks = told.filter(([one]) => one.type === "span" && !hidden?.has(one.id)).map(([one, ghost]) => ({ id: one.id, start: offsets.toUnits(one.start), end: offsets.toUnits(one.end), row: 0, one, ghost }));
  marks.sort((a, b) => a.start - b.start || b.end - a.end || a.ghost - b.ghost);
  return rowed(marks);
}

/** Each span on the lowest row that is free where it begins, so that a row holds no two that overlap. */
function rowed(marks) {
  const ends = [];
  for (const mark of marks) {
    const free = ends.findIndex((end) => end <= mark.start);
    mark.row = free < 0 ? ends.length : free;
    ends[mark.row] = mark.end;
  }
  return marks;
}

/** The marks of each block by its number; a span over several lines is in all of them. */
export function byBlock(marks, blocks) {
  const found = new Map();
  for (const mark of marks) {
    for (let at = blockAt(blocks, mark.start); at < blocks.length && blocks[at].start < mark.end; at++) {
      if (!found.has(at)) found.set(at, []);
      found.get(at).push(mark);
    }
  }
  return found;
}

/**
 * A block cut wherever a span begins or ends: [{start, end, marks, ending}]; `marks` cover the piece, `ending` end with
 * it and are named behind it, inner before outer.
 */
export function piecesOf({ start, end, after }, marks) {
  const inside = marks.flatMap((mark) => [mark.start, mark.end]).filter((at) => at > start && at < end);
  const places = [...new Set([start, ...inside, end])].sort((a, b) => a - b);
  return places.slice(0, -1).map((from, at) => {
    const to = places[at + 1];
    const covering = marks.filter((mark) => mark.start < to && mark.end > from);
    const last = to === end ? after : to; // a span that ends with the line break ends here
    return { start: from, end: to, marks: covering, ending: covering.filter((mark) => mark.end >= to && mark.end <= last).reverse() };
  });
}

/** The spans at a place, the shortest first. */
export const marksAt = (marks, unit) => marks.filter((mark) => mark.start <= unit && unit < mark.end).sort((a, b) => a.end - a.start - (b.end - b.start));

/**
 * Where the text of a span stands elsewhere without a span of the class: [{start, end}], whole words where `words`.
 */
export function alike(text, mark, marks, words) {
  const wanted = text.slice(mark.start, mark.end);
  const taken = new Set(marks.filter((each) => !each.ghost && each.one.class === mark.one.class).map((each) => `${each.start}-${each.end}`));
  const found = [];
  for (let at = text.indexOf(wanted); at >= 0 && wanted; at = text.indexOf(wanted, at + wanted.length)) {
    const end = at + wanted.length;
    if (taken.has(`${at}-${end}`) || (words && !isWhole(words, at, end))) continue;
    found.push({ start: at, end });
  }
  return found;
}

function isWhole(words, start, end) {
  const whole = words.snapped(start, end, true);
  return whole?.start === start && whole.end === end;
}

/** A span whose begin or end moved by a step, at least a character long; the same where there is no more room. */
export function resized({ start, end }, edge, forward, words, whole) {
  const next = { start, end, [edge]: words.step(edge === "end" ? end : start, forward, whole, edge) };
  return next.start < next.end ? next : { start, end };
}
