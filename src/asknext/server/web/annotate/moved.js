/** How far a copy lies from its original, in pixels of the image. */
const STEP = 12;

/** The annotation moved a little, so that a copy does not lie under its original. */
export function moved(one) {
  const by = ([x, y, ...rest]) => [x + STEP, y + STEP, ...rest];
  if (one.type === "box") return { ...one, x: one.x + STEP, y: one.y + STEP };
  if (one.type === "oriented_box") return { ...one, corners: one.corners.map(by) };
  if (one.type === "polygon") return { ...one, parts: one.parts.map((part) => part.map((ring) => ring.map(by))) };
  if (one.type === "keypoints") return { ...one, points: one.points.map(by), ...(one.box ? { box: moved({ ...one.box, type: "box" }) } : {}) };
  return { ...one };
}

/** The same, but inside of a picture of this size where it would reach out of it: then it moves the other way. */
export function copied(one, { width, height } = {}) {
  const far = moved(one);
  if (!width || !height || far === one) return far;
  const [right, bottom] = reach(far);
  return right <= width && bottom <= height ? far : { ...one };
}

function reach(one) {
  if (one.type === "box") return [one.x + one.width, one.y + one.height];
  const points = one.corners ?? one.points ?? one.parts?.flat(2) ?? [];
  return [Math.max(0, ...points.map(([x]) => x)), Math.max(0, ...points.map(([, y]) => y))];
}
