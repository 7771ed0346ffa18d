import { areaOf, boundsOf, nearestEdge, ringHolds } from "../geometry/ring.js";

/** Outlines: `parts`, of each the first ring is its outline and the others are holes. Points are counted through. */
export const boundsOfPolygon = ({ parts }) => boundsOf(parts.flatMap(([outline]) => outline));

export const areaOfPolygon = ({ parts }) => parts.reduce((total, [outline, ...holes]) => total + areaOf(outline) - holes.reduce((sum, hole) => sum + areaOf(hole), 0), 0);

export function polygonHolds({ parts }, point, reach) {
  const inside = (part) => part.reduce((odd, ring) => odd !== ringHolds(ring, point), false);
  return parts.some((part) => inside(part) || part.some((ring) => nearestEdge(ring, point).distance <= reach));
}

export const mapped = (polygon, change) => ({ ...polygon, parts: polygon.parts.map((part) => part.map((ring) => ring.map(change))) });

export const movedPolygon = (polygon, across, down) => mapped(polygon, ([x, y]) => [x + across, y + down]);

export const pointsOfPolygon = ({ parts }) => parts.flat(2);

export function polygonWithPoint(polygon, place, point) {
  let at = -1;
  return mapped(polygon, (each) => (++at === place ? point : each));
}

/** With one more point behind `place`. */
export function withInserted(polygon, place, point) {
  return changedRing(polygon, place, (ring, at) => [...ring.slice(0, at + 1), point, ...ring.slice(at + 1)]);
}

/** Without a point; a ring of three points goes as a whole, an outline with its holes. Null where nothing is left. */
export function withoutPoint(polygon, place) {
  const found = changedRing(polygon, place, (ring, at) => (ring.length > 3 ? ring.filter((_, each) => each !== at) : null));
  const parts = found.parts.filter(([outline]) => outline).map((part) => part.filter(Boolean));
  return parts.length ? { ...found, parts } : null;
}

function changedRing(polygon, place, change) {
  let from = 0;
  const parts = polygon.parts.map((part) =>
    part.map((ring) => {
      const at = place - from;
      from += ring.length;
      return at >= 0 && at < ring.length ? change(ring, at) : ring;
    }),
  );
  return { ...polygon, parts };
}

/** The edge nearest to a point: {place of the point it begins at, distance, nearest}. */
export function edgeNear({ parts }, point) {
  let [from, best] = [0, { place: -1, distance: Infinity, nearest: null }];
  for (const ring of parts.flat()) {
    const { edge, distance, nearest } = nearestEdge(ring, point);
    if (distance < best.distance) best = { place: from + edge, distance, nearest };
    from += ring.length;
  }
  return best;
}

/** The middle of the edge that begins at a point. */
export function middleAfter({ parts }, place) {
  let from = 0;
  for (const ring of parts.flat()) {
    if (place < from + ring.length) {
      const [[ax, ay], [bx, by]] = [ring[place - from], ring[(place - from + 1) % ring.length]];
      return [(ax + bx) / 2, (ay + by) / 2];
    }
    from += ring.length;
  }
  return null;
}
