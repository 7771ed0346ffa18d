/** Rings: lists of [x, y], the last joined to the first. */

/** Left, top, right, bottom of points. */
export function boundsOf(points) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { left, top, right, bottom };
}

/** Whether a point is inside, by the even-odd rule. */
export function ringHolds(ring, [x, y]) {
  let inside = false;
  let [beforeX, beforeY] = ring[ring.length - 1];
  for (const [hereX, hereY] of ring) {
    if (hereY > y !== beforeY > y && x < ((beforeX - hereX) * (y - hereY)) / (beforeY - hereY) + hereX) inside = !inside;
    [beforeX, beforeY] = [hereX, hereY];
  }
  return inside;
}

/** Twice the area is the sum of the cross products of neighbours. */
export function areaOf(ring) {
  let total = 0;
  let [x, y] = ring[ring.length - 1];
  for (const [toX, toY] of ring) {
    total += x * toY - toX * y;
    [x, y] = [toX, toY];
  }
  return Math.abs(total) / 2;
}

/** How far a point is from the line between two others, and the point of the line that is nearest. */
export function fromLine([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const share = Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1), 0), 1);
  const nearest = [ax + share * dx, ay + share * dy];
  return { distance: Math.hypot(x - nearest[0], y - nearest[1]), nearest };
}

/** The edge of a ring that is nearest to a point: {edge, distance, nearest}; edge n leads from point n to the next. */
export function nearestEdge(ring, point) {
  let best = { edge: -1, distance: Infinity, nearest: null };
  ring.forEach((from, edge) => {
    const found = fromLine(point, from, ring[(edge + 1) % ring.length]);
    if (found.distance < best.distance) best = { edge, ...found };
  });
  return best;
}

/** Fewer points of a line, none of those left out farther than `tolerance` from it (Douglas and Peucker, 1973). */
export function simplified(points, tolerance) {
  if (points.length < 3) return points;
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const parts = [[0, points.length - 1]];
  while (parts.length) {
    const [from, to] = parts.pop();
    let [farthest, most] = [-1, tolerance];
    for (let at = from + 1; at < to; at++) {
      const { distance } = fromLine(points[at], points[from], points[to]);
      if (distance > most) [farthest, most] = [at, distance];
    }
    if (farthest < 0) continue;
    keep[farthest] = 1;
    parts.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, at) => keep[at]);
}
