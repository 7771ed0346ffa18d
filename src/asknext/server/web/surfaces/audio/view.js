/** The stretch of a recording that is shown: {from, to} in seconds. Pure functions; each gives a new view. */
export const SHORTEST = 0.02;

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

export const whole = (seconds) => ({ from: 0, to: Math.max(seconds, SHORTEST) });

export const spanOf = (view) => view.to - view.from;

/** `factor` below 1 comes nearer; the moment `at` stays where it is on the screen. */
export function zoomed(view, factor, at, seconds) {
  const span = clamp(spanOf(view) * factor, Math.min(SHORTEST, seconds), Math.max(seconds, SHORTEST));
  const share = clamp((at - view.from) / spanOf(view), 0, 1);
  return placed(at - share * span, span, seconds);
}

export const scrolled = (view, by, seconds) => placed(view.from + by, spanOf(view), seconds);

/** The view with `from` to `to` in it: as it is where they are, else moved, or wider where they do not fit. */
export function showing(view, from, to, seconds) {
  if (from >= view.from && to <= view.to) return view;
  const span = Math.max(spanOf(view), (to - from) * 1.25);
  return placed((from + to - span) / 2, span, seconds);
}

/** The view that a player's head has run out of turns a page. */
export const following = (view, at, seconds) => (at >= view.from && at <= view.to ? view : placed(at - spanOf(view) * 0.05, spanOf(view), seconds));

function placed(from, span, seconds) {
  const start = clamp(from, 0, Math.max(seconds - span, 0));
  return { from: start, to: start + span };
}

export const momentAt = (view, share) => view.from + clamp(share, 0, 1) * spanOf(view);
export const shareOf = (view, at) => (at - view.from) / spanOf(view);

const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

/** Moments for the ruler, at most `most` of them: [{at, text}]. */
export function ticks(view, most) {
  const step = STEPS.find((each) => spanOf(view) / each <= most) ?? Math.ceil(spanOf(view) / most / 3600) * 3600;
  const first = Math.ceil(view.from / step - 1e-9);
  const count = Math.floor((view.to - first * step) / step + 1e-9) + 1;
  const digits = step >= 1 ? 0 : Math.ceil(-Math.log10(step) - 1e-9);
  return Array.from({ length: Math.max(count, 0) }, (_, place) => ({ at: (first + place) * step, text: clock((first + place) * step, digits) }));
}

/** 0:02.350, 1:02:03 */
export function clock(seconds, digits = 3) {
  const unit = 10 ** digits;
  const all = Math.round(seconds * unit);
  const rest = ((all % (60 * unit)) / unit).toFixed(digits).padStart(digits ? digits + 3 : 2, "0");
  const minutes = Math.floor(all / (60 * unit));
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}
