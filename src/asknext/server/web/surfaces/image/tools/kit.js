import { t } from "../../../client/messages.js";
import { box, orientedBox } from "./box.js";
import { brush, eraser } from "./brush.js";
import { keypoints } from "./keypoints.js";
import { lasso, polygon } from "./polygon.js";
import { select } from "./select.js";

/** Every tool: {press(board, hand) -> gesture, cross?, sized?, hover?, finish?, back?}. */
export const KIT = { select, box, oriented_box: orientedBox, polygon, lasso, brush, eraser, keypoints };

/** The shape that a tool makes. */
export const MAKES = { box: "box", oriented_box: "oriented_box", polygon: "polygon", lasso: "polygon", brush: "mask", eraser: "mask", keypoints: "keypoints" };

const SHOWN = [
  ["box", "b", "M4 6h16v12H4z"],
  ["oriented_box", "o", "M12 3l9 8-9 10-9-8z"],
  ["polygon", "p", "M5 9l8-5 7 7-4 9H7z"],
  ["lasso", "l", "M12 5c5 0 9 2 9 5s-4 5-9 5-9-2-9-5 4-5 9-5zM7 14c-2 1-2 4 0 6"],
  ["brush", "m", "M15 4l5 5-8 8-5-5zM7 12c-3 1-2 5-5 8 5 1 9 0 10-3"],
  ["eraser", "e", "M9 19l-5-5 9-9 7 7-7 7zM9 9l7 7M9 19h12"],
  ["keypoints", "t", "M6 6a1 1 0 102 0 1 1 0 10-2 0M16 9a1 1 0 102 0 1 1 0 10-2 0M9 18a1 1 0 102 0 1 1 0 10-2 0M8 7l8 2M16 10l-5 7"],
  ["select", "v", "M6 3l12 10-6 1-3 6z"],
];

/** The tools that the shapes of a project and of the class in hand ask for, in the form that the page's bar takes. */
export function tools(project, item, classId) {
  const shapes = project.annotate?.shapes?.length ? project.annotate.shapes : ["box"];
  const one = project.classes.find((each) => each.id === classId);
  return SHOWN.filter(([id]) => id === "select" || (shapes.includes(MAKES[id]) && suits(one, id))).map(([id, key, icon]) => ({ id, key, icon, text: t(`image.tool.${id.replace("_", "")}`) }));
}

/** Whether shapes of a tool may have a class; the ontology calls keypoints keypoint. */
export function suits(one, tool) {
  const names = one?.shapes ?? [];
  const wanted = MAKES[tool];
  return !wanted || !names.length || names.includes(wanted) || (wanted === "keypoints" && names.includes("keypoint"));
}
