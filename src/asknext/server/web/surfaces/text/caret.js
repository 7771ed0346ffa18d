import { blockAt } from "./blocks.js";
import { rectOf, unitAt } from "./places.js";

const ACROSS = { ArrowLeft: -1, ArrowRight: 1 };
const DOWN = { ArrowUp: -1, ArrowDown: 1 };

export const isMove = (event) => event.key in ACROSS || event.key in DOWN || event.key === "Home" || event.key === "End";

/** Where the caret goes from `unit` by a key: by words, or by characters where `whole` is false; Ctrl is the other one. */
export function moved(event, unit, { content, blocks, words, whole }) {
  const number = blockAt(blocks, unit);
  if (event.key === "Home") return event.ctrlKey ? 0 : blocks[number].start;
  if (event.key === "End") return event.ctrlKey ? blocks.at(-1).end : blocks[number].end;
  if (event.key in DOWN) return line(content, blocks, unit, DOWN[event.key]);
  return words.step(unit, forward(event, content.children[number]), whole !== event.ctrlKey);
}

/** Whether an arrow leads on in the text: to the left where it is written from right to left. */
export const forward = (event, block) => ACROSS[event.key] > 0 === (getComputedStyle(block).direction === "ltr");

/** The place a line further up or down, as near as can be to straight above or below. */
function line(content, blocks, unit, by) {
  const rect = rectOf(content, blocks, unit);
  const step = parseFloat(getComputedStyle(content).lineHeight) || 1.5 * rect.height;
  const from = (rect.top + rect.bottom) / 2;
  for (const far of [1, 1.6]) {
    const found = unitAt(content, rect.left, from + by * far * step);
    if (found !== null && (by > 0 ? found > unit : found < unit)) return found;
  }
  const number = blockAt(blocks, unit) + by;
  return blocks[number]?.start ?? (by > 0 ? blocks.at(-1).end : 0);
}
