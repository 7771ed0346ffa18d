import { blockAt } from "./blocks.js";

/**
 * Between places in a text and places in the page. A piece of text is an element with data-at, where it begins; a name
 * between pieces has data-end, a block data-start and data-end. Names are not part of the text.
 */
export function unitOf(content, node, at) {
  if (!node || !content.contains(node)) return null;
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const piece = element.closest("[data-at]");
  if (piece) return Number(piece.dataset.at) + (node.nodeType === Node.TEXT_NODE ? at : at > 0 ? piece.textContent.length : 0);
  const name = element.closest("[data-end]:not([data-start])");
  if (name) return Number(name.dataset.end);
  return nearChild(content, element, at);
}

/** A place given as the number of a child: where that child begins, or the end of what holds it. */
function nearChild(content, element, at) {
  const { at: begins, start, end } = element.childNodes[at]?.dataset ?? {};
  const found = begins ?? start ?? end;
  if (found !== undefined) return Number(found);
  const block = element.closest("[data-start]");
  if (block) return Number(at > 0 ? block.dataset.end : block.dataset.start);
  return at > 0 ? Number(content.lastElementChild?.dataset.end ?? 0) : 0;
}

/** [node, offset] of a place in the text. */
export function placeOf(content, blocks, unit) {
  const block = content.children[blockAt(blocks, unit)];
  const pieces = [...block.querySelectorAll("[data-at]")].filter((each) => Number(each.dataset.at) <= unit);
  const piece = pieces.at(-1);
  if (!piece) return [block, 0];
  return [piece.firstChild, Math.min(unit - Number(piece.dataset.at), piece.textContent.length)];
}

/** What is selected in the text, {anchor, focus}; null where nothing of it is. */
export function selectedIn(content) {
  const selection = getSelection();
  if (!selection.rangeCount) return null;
  const anchor = unitOf(content, selection.anchorNode, selection.anchorOffset);
  const focus = unitOf(content, selection.focusNode, selection.focusOffset);
  return anchor === null || focus === null ? null : { anchor, focus };
}

export function select(content, blocks, anchor, focus) {
  getSelection().setBaseAndExtent(...placeOf(content, blocks, anchor), ...placeOf(content, blocks, focus));
}

/** Where a place is on the page: a rectangle without width. */
export function rectOf(content, blocks, unit) {
  const [node, at] = placeOf(content, blocks, unit);
  const range = document.createRange();
  range.setStart(node, at);
  const rect = range.getClientRects()[0];
  return rect ?? (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).getBoundingClientRect();
}

/** The place below a point of the page; null where there is no text. */
export function unitAt(content, x, y) {
  if (document.caretPositionFromPoint) {
    const found = document.caretPositionFromPoint(x, y);
    return found ? unitOf(content, found.offsetNode, found.offset) : null;
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? unitOf(content, range.startContainer, range.startOffset) : null;
}
