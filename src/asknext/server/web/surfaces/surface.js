import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { uid } from "../client/uid.js";

export { hasClasses, isAnnotated } from "../client/annotated.js";

const ROOMS = {
  image: () => import("./image/surface.js"),
  sequence: () => import("./sequence/surface.js"),
  audio: () => import("./audio/surface.js"),
  text: () => import("./text/surface.js"),
  pair: () => import("./pair/surface.js"),
  number: () => import("./number/surface.js"),
  ordinal: () => import("./ordinal/surface.js"),
};

const BY_TASK = { spans: "text", regions: "audio", pairwise: "pair", number: "number", ordinal: "ordinal" };

/** Which surface an item is worked on: the name of a folder here. */
export function surfaceOf(project, item) {
  if (project.task === "objects") return item?.content?.frames ? "sequence" : "image";
  return BY_TASK[project.task] ?? null;
}

const loaded = new Map();

/** The surface's module: {Surface, tools?(project, item)}. Loaded when it is first needed, as most projects need one. */
export async function loadSurface(name) {
  if (!loaded.has(name)) loaded.set(name, await ROOMS[name]());
  return loaded.get(name);
}

/** The module once it is there, else null. */
export function useSurface(name) {
  const [room, setRoom] = useState(loaded.get(name) ?? null);
  useEffect(() => {
    let over = false;
    if (name) loadSurface(name).then((found) => !over && setRoom(() => found));
    return () => {
      over = true;
    };
  }, [name]);
  return loaded.get(name) ?? room;
}

/** A name for a new annotation, unique in its item. */
export const newId = () => uid().slice(0, 12);

/**
 * Where an item is seen and annotated.
 *
 * value: array of annotation JSON objects, never changed in place. ghosts: suggestions not taken yet, of the same form,
 * each with its own id. active: id of the chosen annotation or ghost, or null. hidden: Set of ids that are not drawn.
 * pick: {classId, tool}. look(annotation): how it is drawn (see look.js). readOnly: nothing is changed, ids may still be
 * chosen. onChange(next, {merge, active, submit}), onActive(id), onPick({classId, tool}), api: {bind, say, toast, newId}.
 */
export function Surface(props) {
  const room = useSurface(surfaceOf(props.project, props.item));
  if (!room) return html`<p class="quiet surface-loading">${t("app.loading")}</p>`;
  return html`<${room.Surface} key=${props.item.item} ...${props} />`;
}
