const SLACK = 1e-6;

/** The number that a text says, where the limits {least, most, step} allow it, else null. Steps are counted from the least. */
export function allowed(text, { least = null, most = null, step = null } = {}) {
  const found = String(text).trim().replace(",", ".");
  const value = found === "" ? NaN : Number(found);
  if (!Number.isFinite(value) || (least !== null && value < least) || (most !== null && value > most)) return null;
  const steps = step ? (value - (least ?? 0)) / step : 0;
  return Math.abs(steps - Math.round(steps)) <= SLACK * Math.max(1, Math.abs(steps)) ? value : null;
}

/** How far a key or the slider goes: the step that is set, else about a hundredth of the range in round numbers. */
export function strideOf({ least = null, most = null, step = null } = {}) {
  if (step) return step;
  return least === null || most === null ? 1 : 10 ** Math.floor(Math.log10((most - least) / 10));
}

/** A step further from a value, or from the least where there is none; on the steps and within the limits. */
export function stepped(value, by, limits = {}) {
  const { least = null, most = null } = limits;
  const stride = strideOf(limits);
  const from = least ?? 0;
  if (value === null || value === undefined) return from;
  const next = from + (Math.round((value - from) / stride) + by) * stride;
  const clean = Number(next.toFixed(10));
  return (least !== null && clean < least) || (most !== null && clean > most) ? value : clean;
}
