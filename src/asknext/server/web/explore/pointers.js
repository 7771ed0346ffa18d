import { useEffect } from "../vendor/htm-preact.js";
import { panned, toMap, zoomed } from "./view.js";

const STILL = 4;
const REACH = 14;
const WHEEL = 0.0016;
const CLOSEST = 3;

/** Wheel, drag, pinch and click on the map. `held` keeps the view and the path drawn, `now` what the page wants done. */
export function usePointers(canvas, held, now, { look, paint }) {
  useEffect(() => {
    const element = canvas.current;
    const down = new Map();
    const state = held.current;
    const place = (event) => {
      const box = element.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    const found = ([left, top]) => {
      const { grid, codes, hidden } = now.current;
      const [x, y] = toMap(state.view, state.width, state.height, left, top);
      return grid.nearest(x, y, REACH / state.view.scale, (point) => !hidden.has(codes[point]));
    };
    const listen = {
      wheel: (event) => {
        event.preventDefault();
        const lines = event.deltaMode === 1 ? 20 : 1;
        const speed = event.ctrlKey ? 5 : 1;
        look(zoomed(state.view, state.width, state.height, Math.exp(-event.deltaY * lines * WHEEL * speed), ...place(event)));
      },
      pointerdown: (event) => {
        if (event.button > 0) return;
        element.setPointerCapture(event.pointerId);
        element.focus({ preventScroll: true });
        down.set(event.pointerId, { from: place(event), last: place(event), moved: false });
        const drawing = now.current.tool !== "pan" && down.size === 1;
        state.path = drawing ? [place(event)] : null;
      },
      pointermove: (event) => {
        const finger = down.get(event.pointerId);
        if (!finger) return hover(event);
        const here = place(event);
        finger.moved ||= Math.hypot(here[0] - finger.from[0], here[1] - finger.from[1]) > STILL;
        if (down.size === 2) pinch(finger, here);
        else if (state.path) extend(finger, here);
        else if (finger.moved) look(panned(state.view, here[0] - finger.last[0], here[1] - finger.last[1]));
        finger.last = here;
        return undefined;
      },
      pointerup: (event) => end(event, true),
      pointercancel: (event) => end(event, false),
      pointerleave: () => !down.size && peek(-1),
    };
    const peek = (point) => {
      if (point === (state.peek ?? -1)) return;
      state.peek = point;
      paint();
      now.current.onPeek(point);
    };
    const hover = (event) => {
      if (event.pointerType !== "touch" && state.view) peek(found(place(event)));
    };
    const pinch = (finger, here) => {
      const other = [...down.values()].find((one) => one !== finger);
      const before = Math.hypot(finger.last[0] - other.last[0], finger.last[1] - other.last[1]);
      const after = Math.hypot(here[0] - other.last[0], here[1] - other.last[1]);
      const middle = [(here[0] + other.last[0]) / 2, (here[1] + other.last[1]) / 2];
      const moved = panned(state.view, (here[0] - finger.last[0]) / 2, (here[1] - finger.last[1]) / 2);
      look(zoomed(moved, state.width, state.height, before > 0 ? after / before : 1, ...middle));
      state.path = null;
    };
    const extend = (finger, here) => {
      const [x, y] = finger.from;
      if (now.current.tool === "rectangle") state.path = [[x, y], [here[0], y], here, [x, here[1]]];
      else if (Math.hypot(here[0] - state.path.at(-1)[0], here[1] - state.path.at(-1)[1]) >= CLOSEST) state.path.push(here);
      paint();
    };
    const end = (event, through) => {
      const finger = down.get(event.pointerId);
      if (!finger) return;
      down.delete(event.pointerId);
      const path = state.path;
      state.path = null;
      paint();
      if (!through) return;
      if (path && finger.moved) now.current.onLasso(path.map(([left, top]) => toMap(state.view, state.width, state.height, left, top)), event);
      else if (!finger.moved && !down.size) now.current.onPick(found(place(event)));
    };
    for (const [kind, hear] of Object.entries(listen)) element.addEventListener(kind, hear, { passive: false });
    return () => {
      for (const [kind, hear] of Object.entries(listen)) element.removeEventListener(kind, hear);
    };
  }, []);
}
