/** A decoded picture and smaller copies of it, each half as large, so that drawing it small is quick and smooth. */
const LARGEST_SIDE = 8192;
const SMALLEST = 512;

export class Pyramid {
  /** The picture behind `url`, upright as its EXIF data say. Rejects where it cannot be decoded. */
  static async load(url) {
    const image = new Image();
    image.src = url;
    await image.decode();
    const [width, height] = [image.naturalWidth, image.naturalHeight];
    const share = Math.min(1, LARGEST_SIDE / Math.max(width, height));
    const size = share < 1 ? { resizeWidth: Math.max(Math.round(width * share), 1), resizeHeight: Math.max(Math.round(height * share), 1), resizeQuality: "medium" } : {};
    return new Pyramid(await createImageBitmap(image, size), width, height);
  }

  constructor(bitmap, width, height) {
    Object.assign(this, { width, height, levels: [bitmap] });
  }

  /** Makes the smaller copies; `ready` is called after each. */
  async grow(ready) {
    for (let last = this.levels[0]; Math.max(last.width, last.height) > 2 * SMALLEST && this.levels; ) {
      const half = { resizeWidth: Math.ceil(last.width / 2), resizeHeight: Math.ceil(last.height / 2), resizeQuality: "medium" };
      last = await createImageBitmap(last, half);
      this.levels?.push(last);
      ready();
    }
  }

  close() {
    this.levels?.forEach((level) => level.close());
    this.levels = null;
  }

  /** Draws what is seen of the picture. `density`: pixels of the canvas for one of the page. */
  draw(context, view, frame, density) {
    const wanted = this.width * view.scale * density;
    const level = this.levels.findLast((each) => each.width >= wanted) ?? this.levels[0];
    const [right, bottom] = [view.left + this.width * view.scale, view.top + this.height * view.scale];
    const [x, y] = [Math.max(view.left, 0), Math.max(view.top, 0)];
    const [width, height] = [Math.min(right, frame.width) - x, Math.min(bottom, frame.height) - y];
    if (width <= 0 || height <= 0) return;
    const [across, down] = [level.width / (this.width * view.scale), level.height / (this.height * view.scale)];
    // From three pixels of the screen for one of the picture on, its pixels are what one wants to see.
    context.imageSmoothingEnabled = view.scale < 3;
    context.drawImage(level, (x - view.left) * across, (y - view.top) * down, width * across, height * down, x, y, width, height);
  }
}
