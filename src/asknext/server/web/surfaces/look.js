import { className, meaningNow } from "../client/project.js";

/** Told apart with every common kind of colour blindness, and seen on bright and dark pictures (Okabe and Ito, 2008). */
const COLOURS = ["#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7", "#9467bd"];

/** Lengths of stroke and gap, in pixels of the screen: what tells classes apart where colours do not. */
const DASHES = [[], [9, 4], [2, 3], [12, 3, 2, 3], [5, 2], [16, 5], [2, 6], [8, 3, 8, 8]];

const NOBODY = { name: "", colour: "#9aa1b0", ink: "#11131f", dash: [], sign: "" };

/** How annotations of a class are drawn: {name, colour, ink (of a text on that colour), dash, sign (its key, or initials)}. */
export function lookOf(project, id) {
  if (!id) return NOBODY;
  const now = meaningNow(project, id);
  const place = project.classes.findIndex((one) => one.id === now);
  if (place < 0) return { ...NOBODY, name: className(project, id) };
  const { name, colour: own, key } = project.classes[place];
  const colour = own ?? COLOURS[place % COLOURS.length];
  return { name, colour, ink: inkOn(colour), dash: DASHES[place % DASHES.length], sign: (key ?? initials(name)).toUpperCase() };
}

/** How everything that one person said is drawn where answers are compared. */
export const lookOfPerson = (name, place) => ({ name, colour: COLOURS[(3 * place + 5) % COLOURS.length], ink: inkOn(COLOURS[(3 * place + 5) % COLOURS.length]), dash: DASHES[place % DASHES.length], sign: initials(name).toUpperCase() });

const initials = (name) => [...name.trim()].slice(0, 2).join("");

const inks = new Map();

/** Black or white, whichever reads better on the colour. Asked for every shape of every picture, so kept. */
export function inkOn(colour) {
  if (!inks.has(colour)) inks.set(colour, readable(colour));
  return inks.get(colour);
}

/** By the relative luminance of WCAG 2. */
function readable(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(parseInt(colour.slice(at, at + 2), 16) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#11131f" : "#ffffff";
}

const linear = (share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
