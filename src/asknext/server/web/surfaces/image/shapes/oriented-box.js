import { areaOf, boundsOf, ringHolds } from "../geometry/ring.js";

/** Turned boxes. Their points in hand: the four corners, and a fifth beyond the first edge that turns them. */
const TURN = 4;
const LEAST = 1;

export const orientedBounds = ({ corners }) => boundsOf(corners);

export const orientedArea = ({ corners }) => areaOf(corners);

export const orientedHolds = ({ corners }, point) => ringHolds(corners, point);

export const movedOriented = (box, across, down) => ({ ...box, corners: box.corners.map(([x, y]) => [x + across, y + down]) });

export const cornersBetween = ({ x, y, width, height }) => [[x, y], [x + width, y], [x + width, y + height], [x, y + height]];

const middle = ([ax, ay], [bx, by]) => [(ax + bx) / 2, (ay + by) / 2];

function unit([ax, ay], [bx, by]) {
  const length = Math.hypot(bx - ax, by - ay) || 1;
  return [(bx - ax) / length, (by - ay) / length];
}

/** `away`: how far out the point that turns lies, in pixels of the picture. */
export function pointsOfOriented({ corners }, away) {
  const [up] = [unit(corners[3], corners[0])];
  const [x, y] = middle(corners[0], corners[1]);
  return [...corners, [x + up[0] * away, y + up[1] * away]];
}

export function orientedWithPoint(box, place, point) {
  return { ...box, corners: place === TURN ? turnedTo(box.corners, point) : stretched(box.corners, place, point) };
}

/** The corner opposite stays, and so does the angle. */
function stretched(corners, place, [x, y]) {
  const along = unit(corners[0], corners[1]);
  const down = unit(corners[0], corners[3]);
  const still = corners[(place + 2) % 4];
  const reach = (axis) => {
    const length = (x - still[0]) * axis[0] + (y - still[1]) * axis[1];
    return Math.abs(length) < LEAST ? LEAST * (Math.sign(length) || 1) : length;
  };
  const [a, b] = [reach(along), reach(down)];
  const moved = [...corners];
  const at = (one, two) => [still[0] + one * along[0] + two * down[0], still[1] + one * along[1] + two * down[1]];
  moved[place] = at(a, b);
  moved[(place + 1) % 4] = place % 2 ? at(a, 0) : at(0, b);
  moved[(place + 3) % 4] = place % 2 ? at(0, b) : at(a, 0);
  return moved;
}

function turnedTo(corners, [x, y]) {
  const [cx, cy] = middle(corners[0], corners[2]);
  const [ex, ey] = middle(corners[0], corners[1]);
  return turnedBy(corners, Math.atan2(y - cy, x - cx) - Math.atan2(ey - cy, ex - cx));
}

/** Turned clockwise about the middle, by an angle in radians. */
export function turnedBy(corners, angle) {
  const [cx, cy] = middle(corners[0], corners[2]);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return corners.map(([px, py]) => [cx + (px - cx) * cos - (py - cy) * sin, cy + (px - cx) * sin + (py - cy) * cos]);
}
