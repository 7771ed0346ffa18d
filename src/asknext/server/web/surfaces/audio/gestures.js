import { useEffect, useRef } from "../../vendor/htm-preact.js";
import { between, nudged } from "./edits.js";
import { momentAt, scrolled, spanOf, zoomed } from "./view.js";

const NEAR = 4;

/**
 * Pointers on the stage. One draws a region, or drags what it took hold of (an element with data-part of a region's
 * data-region); two zoom and scroll. `about()` gives what holds now: {view, seconds, regions, readOnly, setView, setDraft,
 * onDrawn(ends), onMoved(region), onClick(moment, id)}.
 */
export function useGestures(ref, about) {
  const latest = useRef(about);
  latest.current = about;
  useEffect(() => listen(ref.current, () => latest.current), []);
}

function listen(stage, about) {
  const down = new Map();
  let taken = null;
  let pinched = false;

  const momentOf = (x) => {
    const { left, width } = stage.getBoundingClientRect();
    return momentAt(about().view, (x - left) / width);
  };

  const take = (event) => {
    const held = event.target.closest?.("[data-part]");
    const region = held && about().regions.find((each) => each.id === held.dataset.region);
    const part = region && !region.ghost && !about().readOnly ? held.dataset.part : null;
    return { x: event.clientX, moment: momentOf(event.clientX), region, part, moved: false, id: region?.id ?? null };
  };

  const begin = (event) => {
    if (event.button > 0 || event.target.closest?.("button:not([data-part])")) return;
    down.set(event.pointerId, event.clientX);
    stage.setPointerCapture(event.pointerId);
    pinched = down.size > 1;
    taken = pinched ? null : take(event);
    if (pinched) about().setDraft(null);
  };

  const pinch = (event) => {
    const [before, now] = [[...down.values()], null];
    down.set(event.pointerId, event.clientX);
    const after = [...down.values()];
    const wide = (two) => Math.max(Math.abs(two[0] - two[1]), 20);
    const middle = (two) => (two[0] + two[1]) / 2;
    const { view, seconds, setView } = about();
    const at = momentOf(middle(before));
    const nearer = zoomed(view, wide(before) / wide(after), at, seconds);
    const { width } = stage.getBoundingClientRect();
    setView(scrolled(nearer, ((middle(before) - middle(after)) / width) * spanOf(nearer), seconds));
    return now;
  };

  const drag = (event) => {
    if (!down.has(event.pointerId)) return;
    if (down.size > 1) return pinch(event);
    if (!taken || about().readOnly) return;
    taken.moved ||= Math.abs(event.clientX - taken.x) >= NEAR;
    if (taken.moved) about().setDraft(drafted(momentOf(event.clientX)));
  };

  const drafted = (moment) => {
    const { seconds } = about();
    if (taken.part) return nudged(taken.region, taken.part, moment - taken.moment, seconds);
    return { id: null, ...(between(taken.moment, moment, seconds) ?? { start: taken.moment, end: taken.moment }) };
  };

  const end = (event) => {
    if (!down.delete(event.pointerId)) return;
    const done = taken;
    taken = null;
    if (!done || pinched) return;
    about().setDraft(null);
    if (event.type === "pointercancel") return;
    const moment = momentOf(event.clientX);
    if (!done.moved || about().readOnly) return about().onClick(moment, done.id);
    if (done.part) return about().onMoved(nudged(done.region, done.part, moment - done.moment, about().seconds));
    const ends = between(done.moment, moment, about().seconds);
    if (ends) about().onDrawn(ends);
  };

  const wheel = (event) => {
    event.preventDefault();
    const { view, seconds, setView } = about();
    const across = event.shiftKey && !event.deltaX ? event.deltaY : event.deltaX;
    if (Math.abs(across) > Math.abs(event.deltaY) || event.shiftKey) return setView(scrolled(view, (across / 800) * spanOf(view), seconds));
    return setView(zoomed(view, Math.exp(event.deltaY / 400), momentOf(event.clientX), seconds));
  };

  const heard = { pointerdown: begin, pointermove: drag, pointerup: end, pointercancel: end };
  for (const [name, hear] of Object.entries(heard)) stage.addEventListener(name, hear);
  stage.addEventListener("wheel", wheel, { passive: false });
  return () => {
    for (const [name, hear] of Object.entries(heard)) stage.removeEventListener(name, hear);
    stage.removeEventListener("wheel", wheel);
  };
}
