import { lower } from "./offsets.js";

const LONGEST = 4000;

/**
 * A text cut into its lines, [{start, end, after, line}], so that a change draws one of them and not the whole text again.
 *
 * `end` is that of what is shown, without the line break, and `after` is behind it. Lines longer than a page are cut behind a sentence or a word;
 * `line` is false for the parts that go on with one.
 */
export function blocksOf(text, longest = LONGEST) {
  const blocks = [];
  for (let start = 0; start <= text.length; ) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    cut(text, start, end, longest, blocks);
    start = end + 1;
  }
  return blocks;
}

function cut(text, start, end, longest, blocks) {
  let from = start;
  while (end - from > longest) {
    const to = breakBefore(text, from, from + longest);
    blocks.push({ start: from, end: to, after: to, line: from === start });
    from = to;
  }
  blocks.push({ start: from, end, after: Math.min(end + 1, text.length), line: from === start });
}

/** Where a long line is cut: behind the last sentence, else the last space, else between two characters. */
function breakBefore(text, from, to) {
  const piece = text.slice(from, to);
  const sentence = Math.max(piece.lastIndexOf(". "), piece.lastIndexOf("。"), piece.lastIndexOf("! "), piece.lastIndexOf("? "));
  const at = sentence > piece.length / 2 ? sentence + (piece[sentence] === "。" ? 1 : 2) : piece.lastIndexOf(" ") + 1;
  if (at > 0) return from + at;
  const last = [...new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(piece)].at(-1);
  return last.index > 0 ? from + last.index : to;
}

/** The number of the block in which a place is; a line break belongs to the line before it. */
export const blockAt = (blocks, unit) => Math.max(0, lower(blocks.length, (at) => blocks[at].start <= unit) - 1);
