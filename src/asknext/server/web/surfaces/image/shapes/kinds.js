import { aboutMask, maskHolds, movedMask } from "../geometry/mask.js";
import { areaOfBox, boundsOfBox, boxHolds, boxWithPoint, movedBox, pointsOfBox } from "./box.js";
import { areaOfKeypoints, boundsOfKeypoints, keypointsHold, keypointsWithPoint, movedKeypoints, pointsOfKeypoints } from "./keypoints.js";
import { movedOriented, orientedArea, orientedBounds, orientedHolds, orientedWithPoint, pointsOfOriented } from "./oriented-box.js";
import { areaOfPolygon, boundsOfPolygon, movedPolygon, pointsOfPolygon, polygonHolds, polygonWithPoint } from "./polygon.js";

/** What each kind of shape can do; all lengths in pixels of the picture, no shape is changed in place. */
const KINDS = {
  box: { bounds: boundsOfBox, area: areaOfBox, holds: boxHolds, moved: movedBox, points: pointsOfBox, withPoint: boxWithPoint },
  oriented_box: { bounds: orientedBounds, area: orientedArea, holds: orientedHolds, moved: movedOriented, points: pointsOfOriented, withPoint: orientedWithPoint },
  polygon: { bounds: boundsOfPolygon, area: areaOfPolygon, holds: polygonHolds, moved: movedPolygon, points: pointsOfPolygon, withPoint: polygonWithPoint },
  mask: { bounds: aboutMask, area: (mask) => aboutMask(mask).area, holds: (mask, [x, y]) => maskHolds(mask, x, y), moved: (mask, across, down) => movedMask(mask, Math.round(across), Math.round(down)), points: () => [], withPoint: (mask) => mask },
  keypoints: { bounds: boundsOfKeypoints, area: areaOfKeypoints, holds: keypointsHold, moved: movedKeypoints, points: pointsOfKeypoints, withPoint: keypointsWithPoint },
};

export const isShape = (annotation) => annotation.type in KINDS;

const knownBounds = new WeakMap();

/** Left, top, right, bottom. */
export function boundsOfShape(shape) {
  if (!knownBounds.has(shape)) knownBounds.set(shape, KINDS[shape.type].bounds(shape));
  return knownBounds.get(shape);
}

export const areaOfShape = (shape) => KINDS[shape.type].area(shape);

/** Whether a point is on the shape, or at most `reach` from its line. */
export const shapeHolds = (shape, point, reach) => KINDS[shape.type].holds(shape, point, reach);

/** The points of a shape that can be taken in hand, some of them null; `away` see turned boxes. */
export const pointsOfShape = (shape, away) => KINDS[shape.type].points(shape, away);

/** The shape with one of these points elsewhere; as it was where that would leave the picture. */
export function withPointAt(shape, place, point, picture) {
  const changed = KINDS[shape.type].withPoint(shape, place, point, picture);
  return isInside(boundsOfShape(changed), picture) ? tidy(changed) : shape;
}

/** The shape moved, as far as the picture reaches. */
export function movedShape(shape, across, down, picture) {
  const { left, top, right, bottom } = boundsOfShape(shape);
  const x = Math.min(Math.max(across, -left), picture.width - right);
  const y = Math.min(Math.max(down, -top), picture.height - bottom);
  return x || y ? tidy(KINDS[shape.type].moved(shape, x, y)) : shape;
}

const SLACK = 1e-6;

const isInside = ({ left, top, right, bottom }, { width, height }) => left >= -SLACK && top >= -SLACK && right <= width + SLACK && bottom <= height + SLACK;

/** Numbers without the noise of sums: to a thousandth of a pixel. */
export function tidy(shape) {
  const neat = (value) => (typeof value === "number" ? Math.round(value * 1000) / 1000 : Array.isArray(value) ? value.map(neat) : value);
  const found = { ...shape };
  for (const name of ["x", "y", "width", "height", "corners", "parts", "points"]) if (name in shape) found[name] = neat(shape[name]);
  return found;
}

/** Which of `shapes` lie under a point, the smallest first, so that what lies inside of another can be reached. */
export function under(shapes, point, reach) {
  return shapes.filter((shape) => shapeHolds(shape, point, reach)).sort((one, other) => areaOfShape(one) - areaOfShape(other));
}
