import { Bitmap } from "../geometry/bitmap.js";
import { aboutMask } from "../geometry/mask.js";
import { MaskPicture } from "../paint/mask-picture.js";

/** A mask while it is painted: its pixels, and the picture of them that is kept in step. */
export class Painting {
  constructor(mask, { width, height }, colour) {
    this.bitmap = mask ? Bitmap.of(mask) : new Bitmap(height, width);
    this.shown = new MaskPicture({ left: 0, top: 0, right: width, bottom: height }, colour);
    this.live = false;
    this.colour = colour;
    if (mask) this.shown.update(this.bitmap, aboutMask(mask));
    this.keep(mask);
  }

  stroke(from, to, size, value) {
    const changed = this.bitmap.stroke(from, to, size, value);
    if (changed) this.shown.update(this.bitmap, changed);
  }

  /** Remembers as which annotation the painted pixels stand now. */
  keep(mask) {
    this.id = mask?.id ?? null;
    this.counts = mask?.counts ?? null;
  }

  standsFor(shape) {
    return shape?.type === "mask" && shape.id === this.id && shape.counts === this.counts;
  }
}
