import { aboutMask, columnsOf } from "../geometry/mask.js";

/** The pixels of a mask as a picture in one colour, to be drawn at any scale. Very large ones are kept coarser. */
const MOST_PIXELS = 4_000_000;
const INSIDE = 190;
const EDGE = 255;

const made = new WeakMap();

/** The picture of a mask that stands, made once for each colour. */
export function pictureOfMask(mask, colour) {
  const found = made.get(mask);
  if (found?.colour === colour) return found;
  const { left, top, right, bottom, area } = aboutMask(mask);
  if (!area) return null;
  const picture = new MaskPicture({ left, top, right, bottom }, colour, MOST_PIXELS);
  const { step, across, down } = picture;
  const inside = new Uint8Array(across * down);
  for (const [column, from, to] of columnsOf(mask)) {
    if ((column - left) % step) continue;
    const x = (column - left) / step;
    for (let y = Math.ceil((from - top) / step); y * step + top < to; y++) inside[y * across + x] = 1;
  }
  picture.put(inside, 0, 0, across, down, true);
  made.set(mask, picture);
  return picture;
}

export class MaskPicture {
  constructor(bounds, colour, most = 16_000_000) {
    const [width, height] = [bounds.right - bounds.left, bounds.bottom - bounds.top];
    this.step = Math.ceil(Math.sqrt(Math.max((width * height) / most, 1)));
    this.across = Math.ceil(width / this.step);
    this.down = Math.ceil(height / this.step);
    Object.assign(this, { ...bounds, colour });
    this.canvas = new OffscreenCanvas(this.across, this.down);
    this.context = this.canvas.getContext("2d", { willReadFrequently: false });
    const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    // Bytes in the order of memory: every machine a browser runs on today puts the lowest first.
    this.tint = (blue << 16) | (green << 8) | red;
  }

  /** Sets a rectangle from a byte for each pixel, row by row; with `edges` the outermost pixels stand out. */
  put(inside, x, y, width, height, edges = false) {
    if (width <= 0 || height <= 0) return;
    const image = new ImageData(width, height);
    const words = new Uint32Array(image.data.buffer);
    const [plain, edge] = [(INSIDE << 24) | this.tint, (EDGE << 24) | this.tint];
    for (let at = 0; at < words.length; at++) {
      if (!inside[at]) continue;
      words[at] = edges && !surrounded(inside, at, width, height) ? edge : plain;
    }
    this.context.putImageData(image, x, y);
  }

  /** Takes over a rectangle of a bitmap that is being painted; this picture is of the whole image then. */
  update(bitmap, { left, top, right, bottom }) {
    const { step } = this;
    const [x, y] = [Math.floor(left / step), Math.floor(top / step)];
    const [width, height] = [Math.ceil(right / step) - x, Math.ceil(bottom / step) - y];
    const inside = new Uint8Array(width * height);
    for (let column = 0; column < width; column++) {
      const from = (x + column) * step * bitmap.height + y * step;
      for (let row = 0; row < height; row++) inside[row * width + column] = bitmap.data[from + row * step];
    }
    this.put(inside, x, y, width, height);
  }

  draw(context, view) {
    context.imageSmoothingEnabled = view.scale < 1;
    const size = this.step * view.scale;
    context.drawImage(this.canvas, this.left * view.scale + view.left, this.top * view.scale + view.top, this.across * size, this.down * size);
  }
}

function surrounded(inside, at, width, height) {
  const [x, y] = [at % width, Math.floor(at / width)];
  return x > 0 && y > 0 && x < width - 1 && y < height - 1 && inside[at - 1] && inside[at + 1] && inside[at - width] && inside[at + width];
}
