/** Boxes along the axes. Their points in hand: four corners and four middles of sides, clockwise from the upper left. */
const LEAST = 1;
const SIDES = [[-1, -1], [0, -1], [1, -1], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0]];

export const boundsOfBox = ({ x, y, width, height }) => ({ left: x, top: y, right: x + width, bottom: y + height });

export const areaOfBox = ({ width, height }) => width * height;

export const boxHolds = (box, [x, y], reach) => x >= box.x - reach && y >= box.y - reach && x <= box.x + box.width + reach && y <= box.y + box.height + reach;

export const movedBox = (box, across, down) => ({ ...box, x: box.x + across, y: box.y + down });

/** The box between two corners, at least one pixel large, inside of the picture. */
export function boxBetween([ax, ay], [bx, by], picture) {
  const [x, width] = side(ax, bx, picture.width);
  const [y, height] = side(ay, by, picture.height);
  return { x, y, width, height };
}

function side(from, to, most) {
  const length = Math.min(Math.max(Math.abs(to - from), LEAST), most);
  const start = Math.min(Math.max(to < from ? from - length : from, 0), most - length);
  return [start, length];
}

export function pointsOfBox({ x, y, width, height }) {
  return SIDES.map(([across, down]) => [x + ((across + 1) / 2) * width, y + ((down + 1) / 2) * height]);
}

/** The box with a point moved; what is opposite stays. */
export function boxWithPoint(box, place, [x, y], picture) {
  const [across, down] = SIDES[place];
  const { left, top, right, bottom } = boundsOfBox(box);
  const still = [across < 0 ? right : left, down < 0 ? bottom : top];
  const other = [across ? x : right, down ? y : bottom];
  return { ...box, ...boxBetween(still, other, picture) };
}
