import { Component, html } from "../../vendor/htm-preact.js";
import { t } from "../../client/messages.js";
import { piecesOf } from "./marks.js";

const ROW = 5; // pixels from one line below the text to the next

const LONGEST = 24; // characters of a word that is kept on a line with the name behind it
const TOGETHER = 40; // lines of a long text whose sameness is found out at once

/** All lines of a text, some at a time, so that a change looks at few of thousands. */
export function Blocks({ blocks, marks, ...rest }) {
  const chunks = [];
  for (let from = 0; from < blocks.length; from += TOGETHER) {
    const drawn = Array.from({ length: Math.min(TOGETHER, blocks.length - from) }, (_, at) => drawnOf(marks.get(from + at), rest.active, rest.look));
    chunks.push(html`<${Chunk} key=${from} from=${from} blocks=${blocks} marks=${marks} drawn=${drawn} all=${drawn.join("\u0003")} ...${rest} />`);
  }
  return chunks;
}

class Chunk extends Component {
  shouldComponentUpdate(next) {
    return next.all !== this.props.all || next.blocks !== this.props.blocks;
  }

  render({ from, blocks, marks, drawn, ...rest }) {
    return drawn.map((each, at) => html`<${Block} key=${from + at} block=${blocks[from + at]} marks=${marks.get(from + at) ?? []} drawn=${each} ...${rest} />`);
  }
}

/** A line of the text with its spans. Drawn again only when `drawn`, what is to be seen of them, has changed. */
class Block extends Component {
  shouldComponentUpdate(next) {
    return next.drawn !== this.props.drawn || next.block !== this.props.block;
  }

  render({ block, text, marks, active, look }) {
    const rows = Math.max(0, ...marks.map((mark) => mark.row + 1));
    const pieces = piecesOf(block, marks);
    const tall = Math.max(1, Math.ceil((block.end - block.start) / 90));
    return html`<div class="text-block" dir="auto" data-start=${block.start} data-end=${block.end} style=${{ "--rows": rows, "--tall": tall }}>
      ${pieces.length ? pieces.map((piece) => html`<${Piece} key=${piece.start} piece=${piece} text=${text} rows=${rows} active=${active} look=${look} />`) : html`<br />`}
    </div>`;
  }
}

function Piece({ piece, text, rows, active, look }) {
  const style = piece.marks.length ? painted(piece.marks, rows, active, look) : null;
  const part = (start, end) => start < end && html`<span class=${style ? "text-piece marked" : "text-piece"} data-at=${start} style=${style}>${text.slice(start, end)}</span>`;
  if (!piece.ending.length) return part(piece.start, piece.end);
  const last = lastWord(text, piece);
  const names = piece.ending.map((mark) => html`<${Name} key=${mark.id} mark=${mark} words=${text.slice(mark.start, mark.end)} on=${mark.id === active} look=${look(mark.one)} />`);
  return html`${part(piece.start, last)}<span class="text-tail" data-start=${last} data-end=${piece.end}>${part(last, piece.end)}${names}</span>`;
}

/** Where the last word begins, which no line break may part from the name behind it; the end where it is too long. */
function lastWord(text, { start, end }) {
  const begins = start + text.slice(start, end).search(/\S*$/);
  return end - begins <= LONGEST ? begins : end;
}

/** The name behind a span: the way to choose it by pointer, by touch and by Tab. */
function Name({ mark, words, on, look }) {
  const said = t(mark.ghost ? "text.name.suggested" : "text.name", { name: look.name, text: words.slice(0, 80) });
  return html`<button type="button" class="span-name ${mark.ghost ? "ghost" : ""} ${on ? "on" : ""}" data-id=${mark.id} data-end=${mark.end} aria-pressed=${String(on)} aria-label=${said} style=${mark.ghost ? { "--mark": look.colour } : { background: look.colour, color: look.ink }}>${look.name}${mark.ghost ? "?" : ""}</button>`;
}

/** Lines below the text, one a row, and a tint behind it: stronger where the span is the chosen one. */
function painted(marks, rows, active, look) {
  const lines = marks.map((mark) => line(mark, rows, mark.id === active, look(mark.one)));
  const chosen = marks.find((mark) => mark.id === active) ?? marks.findLast((mark) => !mark.ghost);
  if (chosen) lines.push(tint(look(chosen.one).colour, chosen.id === active));
  return { background: lines.join(", "), paddingBottom: `${rows * ROW - 2}px` };
}

function line({ row, ghost }, rows, on, { colour, dash }) {
  const [stroke, gap] = ghost ? [2, 3] : dash;
  const paint = stroke ? `repeating-linear-gradient(90deg, ${colour} 0 ${stroke}px, transparent ${stroke}px ${stroke + gap}px)` : `linear-gradient(${colour}, ${colour})`;
  return `${paint} 0 calc(100% - ${(rows - 1 - row) * ROW}px) / 100% ${on ? 4 : 3}px no-repeat`;
}

const tint = (colour, on) => `linear-gradient(${colour}${on ? "59" : "24"}, ${colour}${on ? "59" : "24"})`;

/** What is to be seen of the spans of a block, as one text to compare. */
function drawnOf(marks, active, look) {
  return (marks ?? []).map((mark) => {
    const { name, colour } = look(mark.one);
    return [mark.id, mark.start, mark.end, mark.row, mark.ghost, mark.id === active, name, colour].join("\u0001");
  }).join("\u0002");
}
