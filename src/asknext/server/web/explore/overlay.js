import { toScreen } from "./view.js";

/** Draws what moves above the points: the path of a lasso, a ring about the point shown, rings about those like it. */
export function drawOverlay(canvas, { view, width, height, ratio, path, peek }, { grid, at, near }) {
  if (!canvas || !view) return;
  const pen = canvas.getContext("2d");
  const style = getComputedStyle(canvas);
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  const ring = (point, radius, colour, thick) => {
    if (point < 0 || point >= grid.length) return;
    const [left, top] = toScreen(view, width, height, grid.positions[2 * point], grid.positions[2 * point + 1]);
    pen.beginPath();
    pen.arc(left, top, radius, 0, 7);
    pen.lineWidth = thick + 2;
    pen.strokeStyle = style.getPropertyValue("--surface");
    pen.stroke();
    pen.lineWidth = thick;
    pen.strokeStyle = colour;
    pen.stroke();
  };
  for (const point of near) ring(point, 6, style.getPropertyValue("--warn"), 1.5);
  if (peek >= 0) ring(peek, 7, style.getPropertyValue("--quiet"), 1.5);
  ring(at, 9, style.getPropertyValue("--accent"), 2.5);
  if (path?.length > 1) drawPath(pen, path, style);
}

function drawPath(pen, path, style) {
  pen.beginPath();
  path.forEach(([left, top], place) => (place ? pen.lineTo(left, top) : pen.moveTo(left, top)));
  pen.closePath();
  pen.globalAlpha = 0.12;
  pen.fillStyle = style.getPropertyValue("--accent");
  pen.fill();
  pen.globalAlpha = 1;
  pen.lineWidth = 1.5;
  pen.strokeStyle = style.getPropertyValue("--accent");
  pen.stroke();
}
