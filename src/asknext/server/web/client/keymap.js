/** Which key does what. Keys of classes come first; an action whose key a class has taken moves to Shift + key. */
export const ACTIONS = { undo: "Backspace", skip: "s", flag: "f", comment: "c", guidelines: "g", why: "w", help: "?", none: "n", zoom: "z", submit: "Enter" };
const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];

/** Each class with its key: its own, or the next free digit; null when the digits have run out. */
export function keyed(classes) {
  const own = new Set(classes.map((one) => one.key?.toLowerCase()).filter(Boolean));
  const free = DIGITS.filter((digit) => !own.has(digit));
  return classes.map((one) => ({ ...one, key: one.key ? one.key.toLowerCase() : (free.shift() ?? null) }));
}

/** More classes than keys: then a filter stands above the list, and the digits choose among those on top. */
export const needsFilter = (classes) => keyed(classes).some((one) => one.key === null);

export const filterKeys = (shown) => shown.map((one, place) => ({ ...one, key: DIGITS[place] ?? null }));

/** action -> {key, shift}: what to press for it, given the classes; with `filter` letters go to the filter of the classes. */
export function actionKeys(classes, actions = ACTIONS, filter = needsFilter(classes)) {
  const taken = new Set(filter ? [] : keyed(classes).map((one) => one.key));
  return Object.fromEntries(Object.entries(actions).map(([action, key]) => [action, placed(key, filter, taken)]));
}

function placed(key, filter, taken) {
  const letter = /^[a-z]$/.test(key);
  if (letter && (filter || taken.has(key))) return { key, shift: true };
  if (key === "?" && taken.has(key)) return { key: "F1", shift: false };
  return { key, shift: false };
}

const NAMES = { Backspace: "⌫", Enter: "↵", Delete: "Del", " ": "␣", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc" };

/** How a key is printed on a button. */
export function printed({ key, shift }) {
  const name = NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return shift ? `⇧${name}` : name;
}

/**
 * The key of an event: a letter in lower case, a digit also from the key pad and from layouts with shifted digits. On a
 * layout without Latin letters the key's place counts, so that the keys printed on the buttons can be pressed there.
 */
export function pressed(event) {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  if (digit && !event.shiftKey) return digit;
  const place = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (place && /^[^\p{Script=Latin}]$/u.test(event.key) && /\p{L}/u.test(event.key)) return place.toLowerCase();
  return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

/** A sign, which some layouts have on Shift and others have not. */
export const isSign = (key) => /^[^\p{L}\d\s]$/u.test(key);

export function actionOf(event, keys) {
  const key = pressed(event);
  const found = Object.entries(keys).find(([, one]) => one.key === key && (isSign(key) || one.shift === event.shiftKey));
  return found?.[0] ?? null;
}

/** Whether a keystroke belongs to a field the person is writing in. */
export function writing(event) {
  const element = event.target;
  return element instanceof HTMLElement && element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
}
