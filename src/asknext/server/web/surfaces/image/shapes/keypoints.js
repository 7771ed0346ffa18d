import { boundsOf, fromLine } from "../geometry/ring.js";
import { boundsOfBox, movedBox } from "./box.js";

/** Named points of an object, [x, y, visibility]: 0 is absent (its x and y are 0), 1 occluded, 2 visible. */
export const ABSENT = 0;
export const OCCLUDED = 1;
export const VISIBLE = 2;

export const labelled = ({ points }) => points.filter(([, , seen]) => seen);

export function boundsOfKeypoints(shape) {
  const found = labelled(shape);
  if (shape.box) return boundsOfBox(shape.box);
  return found.length ? boundsOf(found) : { left: 0, top: 0, right: 0, bottom: 0 };
}

export function areaOfKeypoints(shape) {
  const { left, top, right, bottom } = boundsOfKeypoints(shape);
  return (right - left) * (bottom - top);
}

/** Near a point, or near the line around all of them. */
export function keypointsHold(shape, point, reach) {
  if (labelled(shape).some(([x, y]) => Math.hypot(x - point[0], y - point[1]) <= 2 * reach)) return true;
  const { left, top, right, bottom } = boundsOfKeypoints(shape);
  const corners = [[left, top], [right, top], [right, bottom], [left, bottom]];
  return corners.some((from, place) => fromLine(point, from, corners[(place + 1) % 4]).distance <= reach);
}

export function movedKeypoints(shape, across, down) {
  const points = shape.points.map(([x, y, seen]) => (seen ? [x + across, y + down, seen] : [x, y, seen]));
  return { ...shape, points, ...(shape.box && { box: movedBox(shape.box, across, down) }) };
}

/** Where each point is seen; an absent one is nowhere (null). */
export const pointsOfKeypoints = ({ points }) => points.map(([x, y, seen]) => (seen ? [x, y] : null));

export function keypointsWithPoint(shape, place, [x, y]) {
  return { ...shape, points: shape.points.map((each, at) => (at === place ? [x, y, each[2] || VISIBLE] : each)) };
}

/** The point at `place` seen in another way; one that was absent appears at `at`. */
export function withVisibility(shape, place, seen, at) {
  const changed = ([x, y, before]) => (!seen ? [0, 0, ABSENT] : before ? [x, y, seen] : [...at, seen]);
  return { ...shape, points: shape.points.map((each, number) => (number === place ? changed(each) : each)) };
}
