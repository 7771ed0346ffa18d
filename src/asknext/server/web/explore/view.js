/** What part of the map is seen: its centre in the map's units (0 to 65,535) and the CSS pixels that one unit takes. */
const SPAN = 65536;
const NEAREST = 64;

export const fitted = (width, height) => ({ x: SPAN / 2, y: SPAN / 2, scale: (0.92 * Math.min(width, height)) / SPAN });

export const toScreen = (view, width, height, x, y) => [width / 2 + (x - view.x) * view.scale, height / 2 - (y - view.y) * view.scale];

export const toMap = (view, width, height, left, top) => [view.x + (left - width / 2) / view.scale, view.y - (top - height / 2) / view.scale];

export const panned = (view, dx, dy) => kept({ ...view, x: view.x - dx / view.scale, y: view.y + dy / view.scale });

/** Nearer by `factor`, with the place under (left, top) staying there. */
export function zoomed(view, width, height, factor, left = width / 2, top = height / 2) {
  const whole = fitted(width, height).scale;
  const scale = Math.max(whole * 0.5, Math.min(whole * NEAREST, view.scale * factor));
  const [x, y] = toMap(view, width, height, left, top);
  return kept({ scale, x: x - (left - width / 2) / scale, y: y + (top - height / 2) / scale });
}

/** Moved as little as needed so that (x, y) is seen. */
export function showing(view, width, height, x, y) {
  const [left, top] = toScreen(view, width, height, x, y);
  const away = (at, size) => (at < 30 ? 30 - at : at > size - 30 ? size - 30 - at : 0);
  return panned(view, away(left, width), away(top, height));
}

function kept(view) {
  const inside = (value) => Math.max(0, Math.min(SPAN, value));
  return { ...view, x: inside(view.x), y: inside(view.y) };
}
