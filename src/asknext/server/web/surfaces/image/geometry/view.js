/**
 * How a picture lies in its frame: a point (x, y) of the picture is seen at (x * scale + left, y * scale + top).
 * A view is never changed, only replaced.
 */
const MOST = 64;
const MARGIN = 12;

export const toScreen = (view, [x, y]) => [x * view.scale + view.left, y * view.scale + view.top];

export const toImage = (view, [x, y]) => [(x - view.left) / view.scale, (y - view.top) / view.scale];

/** The whole picture in the middle of the frame. */
export function fitted(frame, picture) {
  return around(frame, { left: 0, top: 0, right: picture.width, bottom: picture.height }, picture, MARGIN, 8);
}

/** A part of the picture in the middle of the frame, with some of what is around it. */
export function zoomedTo(frame, picture, bounds) {
  const margin = 0.18 * Math.min(frame.width, frame.height);
  return kept(around(frame, bounds, picture, margin, 8), frame, picture);
}

function around(frame, { left, top, right, bottom }, picture, margin, most) {
  const across = Math.max(frame.width - 2 * margin, 20) / Math.max(right - left, 1);
  const down = Math.max(frame.height - 2 * margin, 20) / Math.max(bottom - top, 1);
  const scale = limited(Math.min(across, down, most), frame, picture);
  return { scale, left: frame.width / 2 - (scale * (left + right)) / 2, top: frame.height / 2 - (scale * (top + bottom)) / 2 };
}

/** `view` larger by `factor`, with the point of the frame at (x, y) where it is. */
export function zoomed(view, factor, [x, y], frame, picture) {
  const scale = limited(view.scale * factor, frame, picture);
  const grown = scale / view.scale;
  return kept({ scale, left: x - (x - view.left) * grown, top: y - (y - view.top) * grown }, frame, picture);
}

export const panned = (view, across, down, frame, picture) => kept({ ...view, left: view.left + across, top: view.top + down }, frame, picture);

/** At most 64 pixels of the screen for one of the picture, at least half of what shows all of it. */
function limited(scale, frame, picture) {
  const least = 0.5 * Math.min(frame.width / picture.width, frame.height / picture.height, 1);
  return Math.min(Math.max(scale, least), MOST);
}

/** The middle of the frame stays on the picture: it cannot be lost. */
function kept(view, frame, picture) {
  const left = Math.min(Math.max(view.left, frame.width / 2 - picture.width * view.scale), frame.width / 2);
  const top = Math.min(Math.max(view.top, frame.height / 2 - picture.height * view.scale), frame.height / 2);
  return { ...view, left, top };
}

/** The part of the picture that is seen. */
export function seen(view, frame) {
  const [left, top] = toImage(view, [0, 0]);
  const [right, bottom] = toImage(view, [frame.width, frame.height]);
  return { left, top, right, bottom };
}

/** The view moved as little as shows the point, for the crosshair. */
export function showing(view, point, frame, picture) {
  const [x, y] = toScreen(view, point);
  const edge = 24;
  const across = x < edge ? edge - x : x > frame.width - edge ? frame.width - edge - x : 0;
  const down = y < edge ? edge - y : y > frame.height - edge ? frame.height - edge - y : 0;
  return across || down ? panned(view, across, down, frame, picture) : view;
}
