import { useState } from "../vendor/htm-preact.js";
import { preference, setPreference } from "../client/preferences.js";
import { filtered } from "../parts/choices.js";

/** Whether the list is walked through by headings instead of being shown whole. */
export const isDeep = (project) => project.classes.some((one) => one.parent) && project.classes.length > 12;

/**
 * The classes as a tree that is walked by keyboard: what is shown just now, where that is, and how to go elsewhere.
 * `item.choices` narrows it to some classes; `byModel` puts those first that the model thinks likeliest.
 */
export function useClassTree(project, item, words) {
  const [inside, enter] = useState(null);
  const [byModel, setByModel] = useState(preference("order") === "model");
  const all = [...project.headings, ...project.classes].sort((one, other) => one.position - other.position);
  const named = new Map(all.map((one) => [one.id, one]));
  const classes = offered(project, item);
  const here = named.get(inside) ?? null;
  const canOrder = project.guess !== "never";
  const likely = byModel && canOrder && item?.stream !== "control" ? (item?.why?.guess ?? []).map(([id]) => id) : [];
  const deep = isDeep(project) && classes.length > 12;
  return {
    deep, byModel, canOrder, classes,
    trail: trailOf(named, here),
    shown: inOrder(deep && !words.trim() ? level(classes, all, here) : filtered(below(classes, here), words), likely, classes),
    enter: (id) => enter(id),
    out: () => enter(here?.parent ?? null),
    inside: Boolean(here),
    setByModel: (on) => {
      setPreference("order", on ? "model" : "tree");
      setByModel(on);
    },
  };
}

/** The classes that this item may get: all, or those below a class that was split. */
export const offered = (project, item) => (item?.choices?.length ? project.classes.filter((one) => item.choices.includes(one.id)) : project.classes);

function trailOf(named, here) {
  const trail = [];
  for (let one = here; one && !trail.includes(one); one = named.get(one.parent)) trail.unshift(one);
  return trail;
}

const isBelow = (one, here) => !here || one.id === here.id || one.path.length > here.path.length && one.path[here.path.length] === here.name && here.path.every((name, place) => one.path[place] === name);

const below = (classes, here) => classes.filter((one) => isBelow(one, here));

/** What stands right below `here`: classes to choose, and groups to go into. */
function level(classes, all, here) {
  const found = [];
  if (here && !here.heading && classes.includes(here)) found.push({ ...here, bare: true });
  for (const one of all.filter((each) => (each.parent ?? null) === (here?.id ?? null))) {
    const inside = classes.filter((each) => each !== one && isBelow(each, one));
    if (inside.length || one.heading) {
      if (inside.length) found.push({ ...one, group: true, bare: true });
    } else if (classes.includes(one)) found.push({ ...one, bare: true });
  }
  return found;
}

/** Likely classes first, wherever they stand; the others keep their order. */
function inOrder(shown, likely, classes) {
  const first = likely.map((id) => classes.find((one) => one.id === id)).filter(Boolean);
  return [...first, ...shown.filter((one) => one.group || !likely.includes(one.id))];
}
