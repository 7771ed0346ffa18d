import { html } from "../../vendor/htm-preact.js";
import { Canvas } from "./canvas.js";

export { describe, tools } from "./canvas.js";

/** Shapes on an image: boxes, outlines, masks, keypoints. */
export function Surface({ item, ...props }) {
  return html`<${Canvas} content=${item.content} ...${props} />`;
}
