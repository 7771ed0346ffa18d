import { labelled } from "../shapes/keypoints.js";

/** Outlines of shapes as paths in pixels of the page. Points closer than half a pixel to the one before are left out. */
const NEAR = 0.5;

export function trace(context, shape, view) {
  if (shape.type === "box") context.rect(shape.x * view.scale + view.left, shape.y * view.scale + view.top, shape.width * view.scale, shape.height * view.scale);
  else if (shape.type === "oriented_box") traceRing(context, shape.corners, view);
  else if (shape.type === "polygon") shape.parts.forEach((part) => part.forEach((ring) => traceRing(context, ring, view)));
}

export function traceRing(context, points, view) {
  traceLine(context, points, view);
  context.closePath();
}

export function traceLine(context, points, view) {
  let [lastX, lastY] = [Infinity, Infinity];
  points.forEach(([px, py], at) => {
    const [x, y] = [px * view.scale + view.left, py * view.scale + view.top];
    if (!at) context.moveTo(x, y);
    else if (Math.abs(x - lastX) < NEAR && Math.abs(y - lastY) < NEAR) return;
    else context.lineTo(x, y);
    [lastX, lastY] = [x, y];
  });
}

/** The lines between points of a skeleton that are both there. */
export function traceSkeleton(context, { points }, skeleton, view) {
  for (const [from, to] of skeleton) {
    if (points[from]?.[2] && points[to]?.[2]) traceLine(context, [points[from], points[to]], view);
  }
}

/** A disc for each visible point, a circle for each occluded one. */
export function paintPoints(context, shape, { colour, ink }, view) {
  for (const [px, py, seen] of labelled(shape)) {
    context.beginPath();
    context.arc(px * view.scale + view.left, py * view.scale + view.top, 5, 0, 2 * Math.PI);
    context.fillStyle = seen === 2 ? colour : "rgb(255 255 255 / 85%)";
    context.fill();
    context.lineWidth = seen === 2 ? 1.5 : 3;
    context.strokeStyle = seen === 2 ? ink : colour;
    context.setLineDash([]);
    context.stroke();
  }
}
