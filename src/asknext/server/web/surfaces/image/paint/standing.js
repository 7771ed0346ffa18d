import { boundsOfShape } from "../shapes/kinds.js";
import { seen } from "../geometry/view.js";
import { pictureOfMask } from "./mask-picture.js";
import { paintPoints, trace, traceSkeleton } from "./outline.js";

/** All shapes that stand still. They are drawn again only when one of them or the view has changed. */
const CASING = "rgb(0 0 0 / 50%)";
const GHOST = [5, 4];
const COMPUTED = [3, 6];
const ROOM_FOR_SIGN = 22;
const ROOM_FOR_DASH = 20;
const FAINT = 0.35;

/** `scene`: {view, frame, fill, lookOf(annotation), skeletonOf(annotation), under, shapes, ghosts}. */
export function paintStanding(context, scene) {
  const part = seen(scene.view, scene.frame);
  const inSight = (shape) => {
    const { left, top, right, bottom } = boundsOfShape(shape);
    return right >= part.left && left <= part.right && bottom >= part.top && top <= part.bottom;
  };
  context.globalAlpha = FAINT;
  paintAll(context, scene, scene.under.filter(inSight), () => [2, 3]);
  context.globalAlpha = 1;
  paintAll(context, scene, scene.shapes.filter(inSight), (shape, look) => (shape.attributes?.interpolated ? COMPUTED : look.dash), true);
  paintAll(context, { ...scene, fill: scene.fill / 3 }, scene.ghosts.filter(inSight), () => GHOST, true);
}

function paintAll(context, scene, shapes, dashOf, signs = false) {
  const drawn = shapes.map((shape) => ({ shape, look: scene.lookOf(shape) }));
  for (const each of drawn) paintArea(context, each.shape, each.look, scene);
  for (const { shape, look } of drawn) paintLine(context, shape, look, dashOf(shape, look), scene);
  for (const { shape, look } of drawn) if (shape.type === "keypoints") paintPoints(context, shape, look, scene.view);
  if (signs) for (const { shape, look } of drawn) paintSign(context, shape, look, scene.view);
}

function paintArea(context, shape, look, { view, fill }) {
  const alpha = context.globalAlpha;
  if (shape.type === "mask") {
    context.globalAlpha = alpha * Math.min(Math.max(2.5 * fill, 0.25), 1);
    pictureOfMask(shape, look.colour)?.draw(context, view);
  } else if (fill && shape.type !== "keypoints") {
    context.globalAlpha = alpha * fill;
    context.fillStyle = look.colour;
    context.beginPath();
    trace(context, shape, view);
    context.fill("evenodd");
  }
  context.globalAlpha = alpha;
}

/** Each by itself: one path of all would be far slower to fill in with soft edges. */
function paintLine(context, shape, { colour }, dash, { view, skeletonOf }) {
  if (shape.type === "mask") return;
  context.beginPath();
  if (shape.type === "keypoints") traceSkeleton(context, shape, skeletonOf(shape), view);
  else trace(context, shape, view);
  const { left, right, top, bottom } = boundsOfShape(shape);
  const large = Math.max(right - left, bottom - top) * view.scale > ROOM_FOR_DASH;
  cased(context, colour, large ? dash : [], large ? 2 : 1.5);
}

/** The path of the context as a line that is seen on bright and on dark ground. */
export function cased(context, colour, dash, width) {
  context.setLineDash([]);
  context.lineJoin = "round";
  context.strokeStyle = CASING;
  context.lineWidth = width + 1.5;
  context.stroke();
  context.setLineDash(dash);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
  context.setLineDash([]);
}

/** The sign of the class at the upper left corner, where there is room; of a suggestion with its score. */
function paintSign(context, shape, look, view) {
  const { left, top, right } = boundsOfShape(shape);
  const ghost = typeof shape.score === "number" && shape.ghost;
  if ((right - left) * view.scale < ROOM_FOR_SIGN) return;
  sign(context, ghost ? `${look.sign}? ${shape.score.toFixed(2)}` : look.sign, look, left * view.scale + view.left, top * view.scale + view.top);
}

export function sign(context, text, { colour, ink }, x, y) {
  if (!text) return;
  context.font = "600 11px system-ui, sans-serif";
  context.textBaseline = "middle";
  const width = context.measureText(text).width + 8;
  const upper = Math.max(y - 15, 0);
  context.fillStyle = colour;
  context.fillRect(x - 1, upper, width, 15);
  context.fillStyle = ink;
  context.fillText(text, x + 3, upper + 8);
}
