import { t } from "../../client/messages.js";
import { polygonOf } from "./geometry/contour.js";
import { aboutMask } from "./geometry/mask.js";
import { maskOf } from "./geometry/raster.js";
import { boundsOfShape } from "./shapes/kinds.js";
import { ABSENT, OCCLUDED, VISIBLE, withVisibility } from "./shapes/keypoints.js";
import { cornersBetween } from "./shapes/oriented-box.js";
import { middleAfter, withInserted, withoutPoint } from "./shapes/polygon.js";
import { KIT, suits } from "./tools/kit.js";

/** Changes of the chosen shape, or of what is half-made, at the press of a key or button; false where they do not apply. */
export const edited = { insert, remove, visibility, skip, toMask, toPolygon };

function insert(board) {
  const { active, held } = board;
  if (active?.type !== "polygon" || held < 0) return false;
  board.replace(withInserted(active, held, middleAfter(active, held).map((at) => board.rounded(at))));
  board.hold(held + 1);
  return board.say(t("image.said.inserted"));
}

function remove(board) {
  const { active, held } = board;
  if (active?.type !== "polygon" || held < 0) return false;
  const changed = withoutPoint(active, held);
  if (!changed) return board.say(t("image.said.three"));
  board.replace(changed);
  board.hold(Math.max(held - 1, 0));
  return board.say(t("image.said.removed"));
}

/** Of the point in hand; while points are placed, of those that come. */
function visibility(board) {
  if (board.tool === "keypoints" && (board.sketch || !board.active)) {
    board.occluded = !board.occluded;
    return KIT.keypoints.begin(board);
  }
  const { active, held } = board;
  if (active?.type !== "keypoints" || held < 0) return false;
  const seen = { [VISIBLE]: OCCLUDED, [OCCLUDED]: ABSENT, [ABSENT]: VISIBLE }[active.points[held][2]];
  if (!seen && active.points.filter((each) => each[2]).length < 2) return board.say(t("image.said.absent"));
  const { left, top, right, bottom } = boundsOfShape(active);
  board.replace(withVisibility(active, held, seen, [board.rounded((left + right) / 2), board.rounded((top + bottom) / 2)]));
  return board.say(t(`image.visibility.${["absent", "occluded", "visible"][seen]}`));
}

function skip(board) {
  if (board.tool !== "keypoints" || !(board.sketch || board.pickedClass?.keypoints?.length) || (!board.sketch && board.active)) return false;
  return KIT.keypoints.skip(board);
}

const allowed = (board, type) => (board.props.project.annotate?.shapes ?? []).includes(type) && suits(board.classOf(board.active), type === "mask" ? "brush" : "polygon");

/** The pixels inside of a box, turned box or outline. */
function toMask(board) {
  const { active, picture } = board;
  const parts = active && partsOf(active);
  if (!parts || active.type === "mask") return false;
  if (!allowed(board, "mask")) return board.say(t("image.said.nomasks"));
  const found = maskOf({ parts }, picture.height, picture.width);
  if (!found || !aboutMask(found).area) return board.say(t("image.said.nopixel"));
  const { type, x, y, width, height, corners, parts: _, ...rest } = active;
  board.replace({ type: "mask", ...found, ...rest });
  return board.say(t("image.said.tomask"));
}

/** The outline of a mask along the edges of its pixels; of a box its corners. */
function toPolygon(board) {
  const { active } = board;
  const parts = active?.type === "mask" ? polygonOf(active) : active?.type === "polygon" ? null : active && partsOf(active);
  if (!parts) return false;
  if (!allowed(board, "polygon")) return board.say(t("image.said.nopolygons"));
  const { type, x, y, width, height, corners, size, counts, ...rest } = active;
  board.replace({ type: "polygon", parts, ...rest });
  return board.say(t("image.said.topolygon", { count: parts.flat(2).length }));
}

function partsOf(shape) {
  if (shape.type === "polygon") return shape.parts;
  if (shape.type === "oriented_box") return [[shape.corners]];
  return shape.type === "box" ? [[cornersBetween(shape)]] : null;
}
