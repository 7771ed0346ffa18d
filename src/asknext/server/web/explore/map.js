import { html, useEffect, useRef } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { drawOverlay } from "./overlay.js";
import { Scatter } from "./scatter.js";
import { usePointers } from "./pointers.js";
import { fitted, panned, showing, toMap, zoomed } from "./view.js";

const STEP = 60;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * The points, with what a pointer and the keys do on them. `at` is the point shown, `near` those that are like it.
 * `onPick(at)`, `onPeek(at)` with -1 for none, `onLasso(polygon, event)`, `onView(state)`; `onBlind()` where there is no WebGL 2.
 */
export function PointMap({ grid, codes, marks, texels, ground, hidden, tool, at, near, label, onPick, onPeek, onLasso, onView, onBlind }) {
  const frame = useRef(null);
  const points = useRef(null);
  const over = useRef(null);
  const held = useRef({ view: null, scatter: null, width: 0, height: 0, path: null });
  const now = useRef({});
  now.current = { grid, codes, hidden, tool, at, near, onPick, onPeek, onLasso, onView, onBlind };

  const paint = () => drawOverlay(over.current, held.current, now.current);
  const look = (view) => {
    held.current.view = view;
    held.current.scatter.view = view;
    held.current.scatter.draw();
    paint();
    now.current.onView?.(held.current);
  };
  const change = (way) => held.current.view && look(way(held.current.view, held.current.width, held.current.height));

  useEffect(() => {
    const state = held.current;
    try {
      state.scatter = new Scatter(points.current, (whole) => {
        // for whoever waits until all points stand
        if (whole) points.current.dataset.drawn = String(now.current.grid.length);
        else delete points.current.dataset.drawn;
      });
    } catch {
      now.current.onBlind();
      return undefined;
    }
    const sized = new ResizeObserver(() => resize(frame.current, [points.current, over.current], state, look));
    sized.observe(frame.current);
    return () => {
      sized.disconnect();
      state.scatter.close();
    };
  }, []);
  useEffect(() => void held.current.scatter?.setPositions(grid.positions), [grid]);
  useEffect(() => void held.current.scatter?.setLooks(codes, marks), [grid, codes, marks]);
  useEffect(() => void held.current.scatter?.setPalette(texels, ground), [texels, ground]);
  useEffect(paint, [at, near, tool]);
  usePointers(over, held, now, { look, paint });
  const key = (event) => {
    const work = keyed(event, held.current, now.current, change);
    if (!work) return;
    event.preventDefault();
    event.stopPropagation();
    work();
  };
  return html`<div class="map-frame" ref=${frame}>
    <canvas ref=${points} class="map-points" aria-hidden="true"></canvas>
    <canvas ref=${over} class="map-over tool-${tool}" tabindex="0" role="application" aria-roledescription=${t("explore.map.role")} aria-label=${label} aria-describedby="map-keys" onKeyDown=${key}></canvas>
    <div class="map-zoom"><button type="button" class="icon-button" aria-label=${t("explore.zoom.in")} onClick=${() => change((view, w, h) => zoomed(view, w, h, 1.6))}>+</button>
      <button type="button" class="icon-button" aria-label=${t("explore.zoom.out")} onClick=${() => change((view, w, h) => zoomed(view, w, h, 1 / 1.6))}>−</button>
      <button type="button" class="icon-button" aria-label=${t("explore.zoom.all")} onClick=${() => change((_, w, h) => fitted(w, h))}>⤢</button></div>
  </div>`;
}

function resize(frame, canvases, state, look) {
  const { width, height } = frame.getBoundingClientRect();
  if (!width || !height) return;
  const ratio = globalThis.devicePixelRatio || 1;
  for (const canvas of canvases) [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
  const first = state.view === null;
  Object.assign(state, { width, height, ratio });
  look(first ? fitted(width, height) : state.view);
}

function keyed(event, state, page, change) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const arrow = ARROWS[event.key];
  if (arrow && event.shiftKey) return () => change((view) => panned(view, -arrow[0] * STEP, arrow[1] * STEP));
  if (arrow) return () => step(state, page, arrow, change);
  if (event.key === "+" || event.key === "=") return () => change((view, w, h) => zoomed(view, w, h, 1.4));
  if (event.key === "-") return () => change((view, w, h) => zoomed(view, w, h, 1 / 1.4));
  if (event.key === "0") return () => change((_, w, h) => fitted(w, h));
  return null;
}

/** On to the nearest point in a direction; the first step goes to the point nearest to the middle. */
function step(state, page, [right, up], change) {
  const { grid, at } = page;
  const seen = (point) => !page.hidden.has(page.codes[point]);
  const ahead = (point, dx, dy) => seen(point) && (right ? dx * right > 0 && Math.abs(dy) <= Math.abs(dx) : dy * up > 0 && Math.abs(dx) <= Math.abs(dy));
  const begins = at < 0 || at >= grid.length;
  const [x, y] = begins ? toMap(state.view, state.width, state.height, state.width / 2, state.height / 2) : [grid.positions[2 * at], grid.positions[2 * at + 1]];
  const found = grid.nearest(x, y, Infinity, begins ? seen : ahead);
  if (found < 0) return;
  change((view, w, h) => showing(view, w, h, grid.positions[2 * found], grid.positions[2 * found + 1]));
  page.onPick(found);
}

/** The points within the part of the map that is seen. */
export function inView({ view, width, height }, grid, fits) {
  const corners = [[0, 0], [width, 0], [width, height], [0, height]].map(([left, top]) => toMap(view, width, height, left, top));
  return grid.inside(corners, fits);
}
