/**
 * Shapes of a track in the frames between two in which somebody placed it: the same rules, number for number, as
 * asknext.annotations.interpolation. `seconds`: Map of a frame's index -> when it is.
 */
export const INTERPOLATED = "interpolated";

const mean = (a, b, share) => a + (b - a) * share;

export const isComputed = (each) => each.attributes?.[INTERPOLATED] === true;

/** The fields of the shape at `share` of the way from one shape to another; null where the two do not correspond. */
export function between(first, second, share) {
  if (first.type !== second.type) return null;
  if (first.type === "box") return box(first, second, share);
  if (first.type === "polygon") return polygon(first, second, share);
  if (first.type === "keypoints" && first.points.length === second.points.length) return keypoints(first, second, share);
  return null;
}

function box(first, second, share) {
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => mean(first[name], second[name], share));
  return { x, y, width, height };
}

function polygon(first, second, share) {
  const counts = [first, second].map(({ parts }) => JSON.stringify(parts.map((part) => part.map((ring) => ring.length))));
  if (counts[0] !== counts[1]) return null;
  const ring = (one, other) => one.map(([x, y], at) => [mean(x, other[at][0], share), mean(y, other[at][1], share)]);
  return { parts: first.parts.map((part, which) => part.map((one, at) => ring(one, second.parts[which][at]))) };
}

function keypoints(first, second, share) {
  const points = first.points.map(([x, y, seen], at) => {
    const [toX, toY, then] = second.points[at];
    return seen && then ? [mean(x, toX, share), mean(y, toY, share), seen] : [0, 0, 0];
  });
  return first.box && second.box ? { points, box: box(first.box, second.box, share) } : { points };
}

/** `annotations` and the shapes of a track in those frames between two of its placed shapes where it lacks. */
export function filled(annotations, seconds, track, around = null) {
  const made = [];
  for (const [first, second] of pairs(annotations, track)) {
    if (around !== null && !(first.frame <= around && around <= second.frame)) continue;
    const standing = new Set(annotations.filter((each) => thread(each) === thread(first)).map((each) => each.frame));
    for (const at of [...seconds.keys()].sort((a, b) => a - b)) {
      const shape = at > first.frame && at < second.frame && !standing.has(at) && between(first, second, share(first, second, at, seconds));
      if (shape) made.push(computed(first, shape, at));
    }
  }
  return [...annotations, ...made];
}

/** `annotations`, those interpolated computed again from the placed shapes around them; others stay as they are. */
export function refreshed(annotations, seconds) {
  const again = new Map();
  for (const track of new Set(annotations.map((each) => each.group))) {
    for (const [first, second] of pairs(annotations, track)) {
      annotations.forEach((each, place) => {
        const isBetween = isComputed(each) && thread(each) === thread(first) && first.frame < each.frame && each.frame < second.frame;
        const shape = isBetween && between(first, second, share(first, second, each.frame, seconds));
        if (shape && !holds(each, shape)) again.set(place, { ...each, ...shape });
      });
    }
  }
  return again.size ? annotations.map((each, place) => again.get(place) ?? each) : annotations;
}

const holds = (each, shape) => Object.entries(shape).every(([name, value]) => JSON.stringify(each[name]) === JSON.stringify(value));

/** A track may have parts of several kinds in a frame, such as the outline and the joints of a body. */
const thread = (each) => JSON.stringify([each.group, each.type]);

function pairs(annotations, track) {
  const threads = new Map();
  for (const each of annotations) {
    if (!track || each.group !== track || each.frame === undefined || each.frame === null || isComputed(each)) continue;
    threads.set(thread(each), [...(threads.get(thread(each)) ?? []), each]);
  }
  return [...threads.values()].flatMap((found) => {
    const placed = found.sort((a, b) => a.frame - b.frame);
    return placed.slice(1).map((second, at) => [placed[at], second]);
  });
}

/** By time; by index where the file knows no times. */
function share(first, second, frame, seconds) {
  let [start, end, at] = [first.frame, second.frame, frame].map((each) => seconds.get(each) ?? 0);
  if (!(start <= at && at <= end) || start === end) [start, end, at] = [first.frame, second.frame, frame];
  return (at - start) / (end - start);
}

function computed(first, shape, frame) {
  const attributes = { ...first.attributes, [INTERPOLATED]: true };
  return { type: first.type, ...shape, class: first.class, id: `${first.group}.${first.type}@${frame}`, group: first.group, attributes, frame };
}
