import { blocksOf } from "./blocks.js";
import { offsetsOf } from "./offsets.js";
import { Words } from "./words.js";

const kept = new WeakMap();

/** What is found out about a text once, however often it is drawn: {text, blocks, offsets, words}. */
export function readingOf(content) {
  if (!kept.has(content)) {
    const text = content.text ?? "";
    const blocks = blocksOf(text);
    const offsets = offsetsOf(text);
    const tokens = content.tokens?.map(([start, end]) => [offsets.toUnits(start), offsets.toUnits(end)]) ?? null;
    kept.set(content, { text, blocks, offsets, words: new Words(text, blocks, tokens) });
  }
  return kept.get(content);
}
