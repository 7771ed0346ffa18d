import { className } from "../client/project.js";
import { t } from "../client/messages.js";

/** Colours of report/palette.py, chosen for people with every kind of colour blindness; shapes tell apart what shares one. */
const LIGHT = ["#004488", "#ee6677", "#117733", "#882255", "#997700", "#6699cc"];
const DARK = ["#56b4e9", "#ee99aa", "#00a478", "#aa4499", "#f0e442", "#ee5533"];
const RAMP = { light: ["#a6bddb", "#67a9cf", "#3690c0", "#02818a", "#014636"], dark: ["#3b4d75", "#3f7f93", "#45b09a", "#9fdc8a", "#fdf6a8"] };
const PALE = { light: "#9aa1b0", dark: "#5b6374" };
export const SHAPES = ["circle", "square", "triangle", "diamond"];
const MOST = LIGHT.length * SHAPES.length;
export const BINS = 64;
const OTHERS = 255;
const HIGHEST = 65535;

/** What points can be coloured by. */
export const WAYS = ["state", "label", "guess", "score", "sureness", "round", "annotator"];
const ORDERED = ["score", "sureness"];

/** codes: one byte a point; legend: {code, name, count, colour, shape}; range: [low, high] where the codes are an order. */
export function colouring(way, columns, about, length, project) {
  const column = columns[way];
  if (ORDERED.includes(way)) return ordered(column, about.ranges[way], length);
  const counts = new Uint32Array(HIGHEST + 1);
  for (let at = 0; at < length; at++) counts[column[at]]++;
  const present = [...counts.keys()].filter((value) => counts[value]);
  const none = way === "state" ? [] : [0];
  const kept = new Set(present.filter((value) => !none.includes(value)).sort((a, b) => counts[b] - counts[a] || a - b).slice(0, MOST));
  const lookup = new Uint8Array(HIGHEST + 1);
  const legend = [];
  for (const value of present) {
    const code = none.includes(value) ? 0 : kept.has(value) ? 1 + legend.filter((one) => one.code > 0 && one.code < OTHERS).length : OTHERS;
    lookup[value] = code;
    const known = legend.find((one) => one.code === code);
    if (known) known.count += counts[value];
    else legend.push({ code, name: code === OTHERS ? t("explore.others") : nameOf(way, value, about, project), count: counts[value] });
  }
  const codes = new Uint8Array(length);
  for (let at = 0; at < length; at++) codes[at] = lookup[column[at]];
  return { way, codes, legend: legend.sort((a, b) => (a.code || OTHERS + 1) - (b.code || OTHERS + 1)), range: null };
}

function ordered(column, range, length) {
  const codes = new Uint8Array(length);
  let none = 0;
  for (let at = 0; at < length; at++) {
    const value = column[at];
    if (value === 0) none++;
    else codes[at] = 1 + Math.min(BINS - 1, Math.floor(((value - 1) / HIGHEST) * BINS));
  }
  const legend = none ? [{ code: 0, name: t("explore.none"), count: none }] : [];
  return { codes, legend, range };
}

function nameOf(way, value, about, project) {
  if (way === "state") return t(`items.state.${about.states[value]}`);
  if (value === 0) return t(way === "label" ? "items.unlabelled" : "explore.none");
  if (way === "annotator") return about.annotators[value - 1];
  if (way === "round") return t("explore.round", { number: about.rounds[value - 1] });
  if (value === about.several) return t("explore.several");
  if (value === about.nothing) return t("items.none");
  return className(project, about.classes[value - 1].id);
}

/** Colour and shape of a code: [hex, place in SHAPES]. */
export function lookOf(code, range, theme) {
  if (code === 0 || code === OTHERS) return [PALE[theme], code === OTHERS ? 3 : 0];
  if (range) return [mixed(RAMP[theme], (code - 1) / (BINS - 1)), 0];
  const colours = theme === "dark" ? DARK : LIGHT;
  return [colours[(code - 1) % colours.length], Math.floor((code - 1) / colours.length) % SHAPES.length];
}

function mixed(stops, share) {
  const place = Math.min(stops.length - 2, Math.floor(share * (stops.length - 1)));
  const part = share * (stops.length - 1) - place;
  const [a, b] = [parts(stops[place]), parts(stops[place + 1])];
  return `#${a.map((one, at) => Math.round(one + (b[at] - one) * part).toString(16).padStart(2, "0")).join("")}`;
}

export const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

/** The palette as two rows of 256 RGBA texels: colours, then shapes; a code in `hidden` has no colour at all. */
export function paletteTexels(range, hidden, theme) {
  const texels = new Uint8Array(2 * 256 * 4);
  for (let code = 0; code < 256; code++) {
    const [hex, shape] = lookOf(code, range, theme);
    texels.set([...parts(hex), hidden.has(code) ? 0 : code === 0 ? 150 : 235], 4 * code);
    texels[4 * (256 + code)] = shape;
  }
  return texels;
}
