import { t } from "../../client/messages.js";
import { aboutMask } from "./geometry/mask.js";
import { boundsOfShape, isShape } from "./shapes/kinds.js";
import { labelled } from "./shapes/keypoints.js";

/** A shape in a few words: what it is, how large, where. */
export function describe(shape) {
  if (!isShape(shape)) return "";
  const { left, top, right, bottom } = boundsOfShape(shape);
  const place = { width: Math.round(right - left), height: Math.round(bottom - top), x: Math.round(left), y: Math.round(top) };
  if (shape.type === "mask") return t("image.shape.mask", { ...place, area: aboutMask(shape).area });
  if (shape.type === "keypoints") return t("image.shape.keypoints", { ...place, count: labelled(shape).length, all: shape.points.length });
  if (shape.type === "polygon") return t("image.shape.polygon", { ...place, count: shape.parts.flat(2).length });
  return t("image.shape.box", place);
}
