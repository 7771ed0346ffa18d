import { BANDS, COLUMNS } from "./tiles.js";
import { shareOf } from "./view.js";

/** From dark to bright, evenly to the eye: seven places of matplotlib's "inferno" (CC0). */
const INFERNO = [[0, 0, 4], [40, 11, 84], [101, 21, 110], [159, 42, 99], [212, 72, 66], [245, 125, 21], [250, 193, 39], [252, 255, 164]];

/** The colours of the levels 0 to 255, all below `low` as dark and all above `high` as bright as it gets: red, green, blue, opaque. */
export function palette(low, high) {
  const found = new Uint8Array(256 * 4).fill(255);
  for (let level = 0; level < 256; level++) {
    const share = Math.min(Math.max((level - low) / Math.max(high - low, 1), 0), 1) * (INFERNO.length - 1);
    const place = Math.min(Math.floor(share), INFERNO.length - 2);
    for (let part = 0; part < 3; part++) found[4 * level + part] = INFERNO[place][part] + (INFERNO[place + 1][part] - INFERNO[place][part]) * (share - place);
  }
  return new Uint32Array(found.buffer);
}

/** [low, high]: between them lie all but the quietest half and the loudest five thousandths of the levels. */
export function contrast(data) {
  const levels = new Uint8Array(data);
  const counts = new Uint32Array(256);
  for (const level of levels) counts[level] += 1;
  const at = (share) => {
    let left = share * levels.length;
    return counts.findIndex((count) => (left -= count) < 0);
  };
  const [low, high] = [at(0.5), at(0.995)].map((found) => (found < 0 ? 255 : found));
  return high - low < 40 ? [Math.max(high - 100, 0), Math.max(high, 1)] : [low, high];
}

const pictures = new WeakMap();

/** A piece's levels as a picture of 1024 columns and 96 rows. */
function pictureOf(piece, colours) {
  const had = pictures.get(piece);
  if (had?.colours === colours) return had.canvas;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [COLUMNS, BANDS];
  const context = canvas.getContext("2d");
  const image = context.createImageData(COLUMNS, BANDS);
  const levels = new Uint8Array(piece.data);
  // A whole pixel at once: four times as fast as its parts, and there are a hundred thousand of them.
  const pixels = new Uint32Array(image.data.buffer);
  for (let at = 0; at < levels.length; at++) pixels[at] = colours[levels[at]];
  context.putImageData(image, 0, 0);
  pictures.set(piece, { canvas, colours });
  return canvas;
}

/** Draws the frequencies of one tile, of which `piece` is all or a part, into a context of width x height. */
export function paintLevels(context, { width, height, view, tile, piece, colours }) {
  const share = (at) => (at - piece.start) / (piece.end - piece.start);
  const [from, to] = [shareOf(view, tile.start) * width, shareOf(view, tile.end) * width];
  const cut = share(tile.start) * COLUMNS;
  context.drawImage(pictureOf(piece, colours), cut, 0, (share(tile.end) - share(tile.start)) * COLUMNS, BANDS, from, 0, to - from, height);
}

/** Draws the outline of one tile, a row a channel. `gain` makes quiet recordings seen. */
export function paintPeaks(context, { width, height, view, tile, piece, channels, gain, colour }) {
  const numbers = new Int16Array(piece.data);
  const columnAt = (x) => ((view.from + (x / width) * (view.to - view.from) - piece.start) / (piece.end - piece.start)) * COLUMNS;
  const first = Math.max(Math.round(shareOf(view, tile.start) * width), 0);
  const last = Math.min(Math.round(shareOf(view, tile.end) * width), width);
  const row = height / channels;
  context.fillStyle = colour;
  for (let channel = 0; channel < channels; channel++) {
    const middle = row * (channel + 0.5);
    for (let x = first; x < last; x++) {
      const [low, high] = extremes(numbers, columnAt(x), columnAt(x + 1), channel, channels);
      const top = middle - (Math.min(high * gain, 1) * row) / 2.1;
      const bottom = middle - (Math.max(low * gain, -1) * row) / 2.1;
      context.fillRect(x, top, 1, Math.max(bottom - top, 1));
    }
  }
}

function extremes(numbers, from, to, channel, channels) {
  let [low, high] = [32767, -32767];
  const last = Math.min(Math.max(Math.ceil(to - 1e-6), Math.floor(from) + 1), COLUMNS);
  for (let column = Math.max(Math.floor(from + 1e-6), 0); column < last; column++) {
    const at = 2 * (column * channels + channel);
    if (numbers[at] < low) low = numbers[at];
    if (numbers[at + 1] > high) high = numbers[at + 1];
  }
  return low > high ? [0, 0] : [low / 32767, high / 32767];
}

/** How much the outline is stretched so that the loudest moment nearly fills its row; at most 20 times. */
export function gainOf(data) {
  let loudest = 1;
  for (const number of new Int16Array(data)) loudest = Math.max(loudest, Math.abs(number));
  return Math.min(0.95 * (32767 / loudest), 20);
}

/** How far up, from 0 to 1, a frequency stands on the mel scale of a recording of `rate` numbers a second. */
export function heightOf(hertz, rate) {
  const mel = (frequency) => Math.log10(1 + frequency / 700);
  return mel(hertz) / mel(rate / 2);
}

/** The frequencies that are written beside the picture. */
export const frequencies = (rate) => [250, 500, 1000, 2000, 4000, 8000, 16000].filter((hertz) => hertz < 0.45 * rate);
