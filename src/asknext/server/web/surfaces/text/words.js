import { blockAt } from "./blocks.js";
import { lower } from "./offsets.js";

/**
 * Words and characters of a text, found block by block when they are first asked for.
 *
 * `tokens` are pairs [start, end] in units, where the item is cut into tokens already; they are then the words.
 */
export class Words {
  constructor(text, blocks, tokens = null) {
    this.text = text;
    this.blocks = blocks;
    this.tokens = tokens;
    this.found = { word: new Map(), grapheme: new Map() };
  }

  /** What stands in a block, [{start, end}], without bare space. */
  words(number) {
    return this.#once("word", number, (block) => (this.tokens ? within(this.tokens, block) : segments(this.text, block, "word").filter((one) => /\S/.test(this.text.slice(one.start, one.end)))));
  }

  characters(number) {
    return this.#once("grapheme", number, (block) => segments(this.text, block, "grapheme"));
  }

  #once(kind, number, make) {
    const kept = this.found[kind];
    if (!kept.has(number)) kept.set(number, make(this.blocks[number]));
    return kept.get(number);
  }

  /** The word at a place, or the one that ends there; null between words. */
  wordAt(unit) {
    const words = this.words(blockAt(this.blocks, unit));
    const next = lower(words.length, (at) => words[at].end <= unit);
    if (words[next]?.start <= unit) return words[next];
    return next > 0 && words[next - 1].end === unit ? words[next - 1] : null;
  }

  /** The stretch from one place to another, widened to whole words or to whole characters; null where nothing is left. */
  snapped(one, other, whole) {
    const [from, to] = one <= other ? [one, other] : [other, one];
    if (!whole) return nothing({ start: this.#edge(from, "characters", false), end: this.#edge(to, "characters", true) });
    const start = this.#edge(from, "words", false);
    const end = this.#edge(to, "words", true);
    return nothing(trimmed(this.text, start, end));
  }

  /** A place moved out of the middle of a word or character, to its end or to its start. */
  #edge(unit, kind, later) {
    const found = this[kind](blockAt(this.blocks, unit));
    const at = found[lower(found.length, (each) => found[each].end <= unit)];
    return at && at.start < unit ? (later ? at.end : at.start) : unit;
  }

  /** The next place to stop at: the end of a word or character going on, its start going back, or as `edge` says. */
  step(unit, forward, whole, edge = forward ? "end" : "start") {
    const kind = whole ? "words" : "characters";
    const by = forward ? 1 : -1;
    for (let number = blockAt(this.blocks, unit); number in this.blocks; number += by) {
      const stops = [...this[kind](number).map((one) => one[edge]), ...(whole ? [] : [this.blocks[number][edge === "end" ? "start" : "end"]])];
      const ahead = stops.filter((stop) => (forward ? stop > unit : stop < unit));
      if (ahead.length) return forward ? Math.min(...ahead) : Math.max(...ahead);
    }
    return whole ? unit : forward ? this.text.length : 0;
  }
}

const nothing = (range) => (range.start < range.end ? range : null);

export function trimmed(text, start, end) {
  const piece = text.slice(start, end);
  const before = piece.length - piece.trimStart().length;
  return before === piece.length ? { start: end, end } : { start: start + before, end: end - (piece.length - piece.trimEnd().length) };
}

function segments(text, { start, end }, granularity) {
  const found = new Intl.Segmenter(undefined, { granularity }).segment(text.slice(start, end));
  return Array.from(found, ({ index, segment }) => ({ start: start + index, end: start + index + segment.length }));
}

const within = (tokens, { start, end }) => tokens.filter(([from, to]) => from >= start && to <= end).map(([from, to]) => ({ start: from, end: to }));
