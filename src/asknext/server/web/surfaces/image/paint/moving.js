import { toScreen } from "../geometry/view.js";
import { boundsOfShape, pointsOfShape } from "../shapes/kinds.js";
import { pictureOfMask } from "./mask-picture.js";
import { paintPoints, trace, traceLine, traceSkeleton } from "./outline.js";
import { cased, sign } from "./standing.js";

/** What moves with the hand: the chosen shape with its points, what is being drawn, the crosshair. Drawn each time. */
const MOST_POINTS = 400;

/**
 * `scene`: {view, frame, fill, lookOf, skeletonOf, chosen, hovered, brushed, sketch, cross, brush, held, turn, dark}.
 */
export function paintMoving(context, scene) {
  if (scene.hovered) paintHovered(context, scene.hovered, scene);
  if (scene.chosen) paintChosen(context, scene.chosen, scene);
  if (scene.drawn) paintChosen(context, scene.drawn, { ...scene, held: -1, turn: null, plain: true });
  if (scene.sketch) paintSketch(context, scene.sketch, scene);
  if (scene.cross) paintCross(context, scene.cross, scene);
}

function paintHovered(context, shape, { view, lookOf }) {
  const { colour } = lookOf(shape);
  if (shape.type === "mask") return pictureOfMask(shape, colour)?.draw(context, view);
  context.beginPath();
  trace(context, shape, view);
  context.globalAlpha = 0.25;
  context.fillStyle = colour;
  context.fill("evenodd");
  context.globalAlpha = 1;
  return undefined;
}

function paintChosen(context, shape, scene) {
  const look = scene.lookOf(shape);
  const { view } = scene;
  if (shape.type === "mask") {
    context.globalAlpha = Math.min(Math.max(3 * scene.fill, 0.35), 1);
    (scene.brushed ?? pictureOfMask(shape, look.colour))?.draw(context, view);
    context.globalAlpha = 1;
    if (!scene.plain) paintFrame(context, shape, look, view);
    return;
  }
  context.beginPath();
  if (shape.type === "keypoints") traceSkeleton(context, shape, scene.skeletonOf(shape), view);
  else trace(context, shape, view);
  context.globalAlpha = scene.fill / 2;
  context.fillStyle = look.colour;
  if (shape.type !== "keypoints") context.fill("evenodd");
  context.globalAlpha = 1;
  cased(context, look.colour, [], 3);
  if (shape.type === "keypoints") paintPoints(context, shape, look, view);
  if (!scene.plain) paintHandles(context, shape, look, scene);
  nameOf(context, shape, look, view);
}

function nameOf(context, shape, look, view) {
  const { left, top } = boundsOfShape(shape);
  sign(context, look.name, look, left * view.scale + view.left, top * view.scale + view.top - 3);
}

/** A mask has no points: a dashed frame says that it is the chosen one. */
function paintFrame(context, shape, look, view) {
  const { left, top, right, bottom } = boundsOfShape(shape);
  context.beginPath();
  context.rect(left * view.scale + view.left - 3, top * view.scale + view.top - 3, (right - left) * view.scale + 6, (bottom - top) * view.scale + 6);
  cased(context, look.colour, [6, 4], 1.5);
  nameOf(context, shape, look, view);
}

function paintHandles(context, shape, look, { view, held, turn, readOnly }) {
  if (readOnly) return;
  const points = pointsOfShape(shape, turn);
  const many = points.length > MOST_POINTS;
  points.forEach((point, place) => {
    if (!point || (many && place !== held && place % Math.ceil(points.length / MOST_POINTS))) return;
    const [x, y] = toScreen(view, point);
    const half = place === held ? 7 : shape.type === "polygon" ? 3.5 : 4.5;
    context.beginPath();
    if (shape.type === "oriented_box" && place === 4) context.arc(x, y, half, 0, 2 * Math.PI);
    else if (shape.type === "keypoints" && place !== held) return;
    else context.rect(x - half, y - half, 2 * half, 2 * half);
    context.fillStyle = shape.type === "keypoints" ? "transparent" : place === held ? look.colour : "#ffffff";
    context.fill();
    context.lineWidth = place === held ? 2.5 : 1.5;
    context.strokeStyle = place === held && shape.type !== "keypoints" ? "#ffffff" : "#11131f";
    context.stroke();
  });
}

/** Points placed so far, and a line to where the next one would be. */
function paintSketch(context, { points, to, joins, skeleton, look }, { view }) {
  context.beginPath();
  if (joins) traceLine(context, to ? [...points, to] : points, view);
  else traceSkeleton(context, { points }, skeleton, view);
  cased(context, look.colour, [], 2);
  if (!joins) return paintPoints(context, { points }, look, view);
  points.forEach((point, place) => {
    const [x, y] = toScreen(view, point);
    context.beginPath();
    context.arc(x, y, place ? 3.5 : 6, 0, 2 * Math.PI);
    context.fillStyle = place ? "#ffffff" : look.colour;
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = place ? "#11131f" : "#ffffff";
    context.stroke();
  });
  return undefined;
}

/** Lines through the place of the hand, and the brush's reach around it. */
function paintCross(context, { point, brush, strong }, { view, frame }) {
  const [x, y] = toScreen(view, point);
  context.beginPath();
  if (brush) {
    context.arc(x, y, Math.max((brush * view.scale) / 2, 2), 0, 2 * Math.PI);
  } else {
    context.moveTo(x, 0);
    context.lineTo(x, frame.height);
    context.moveTo(0, y);
    context.lineTo(frame.width, y);
  }
  context.lineWidth = strong ? 2.5 : 1.5;
  context.strokeStyle = "rgb(0 0 0 / 60%)";
  context.setLineDash([]);
  context.stroke();
  context.lineWidth = strong ? 1.5 : 1;
  context.strokeStyle = "rgb(255 255 255 / 90%)";
  context.setLineDash(brush ? [] : [6, 6]);
  context.stroke();
  context.setLineDash([]);
  if (strong) {
    context.beginPath();
    context.arc(x, y, 7, 0, 2 * Math.PI);
    cased(context, "#ffffff", [], 1.5);
  }
}
