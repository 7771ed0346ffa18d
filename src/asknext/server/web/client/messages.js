import catalogue from "../messages/en.js";

const language = "en";
const plural = new Intl.PluralRules(language);
const whole = new Intl.NumberFormat(language);

/** The text of the catalogue below `key`, with {name} filled in from `values`. */
export function t(key, values = {}) {
  let text = catalogue[key];
  if (text === undefined) return key;
  if (typeof text === "object") text = text[plural.select(values.count)] ?? text.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
}

function shown(value) {
  return typeof value === "number" ? whole.format(value) : String(value ?? "");
}

/** A score or probability with two or three digits. */
export function decimal(value, digits = 2) {
  return value === null || value === undefined || Number.isNaN(value) ? "–" : value.toFixed(digits);
}

export function integer(value) {
  return value === null || value === undefined ? "–" : whole.format(Math.round(value));
}

/** When something happened: the time today, else day and time. Takes seconds since 1970 or an ISO text. */
export function moment(at) {
  const date = new Date(typeof at === "number" ? at * 1000 : at);
  if (Number.isNaN(date.getTime())) return "";
  const today = date.toDateString() === new Date().toDateString();
  const format = today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(undefined, format).format(date);
}
