import { t } from "../../../client/messages.js";
import { aboutMask } from "../geometry/mask.js";
import { Painting } from "./painting.js";

const isMask = (shape) => shape?.type === "mask";

/** The mask that is painted on: the chosen one; for the eraser otherwise the one under the hand. */
function target(board, hand, erases) {
  if (isMask(board.active)) return board.active;
  return erases ? (board.under(hand.raw).find((shape) => isMask(shape) && !shape.ghost) ?? null) : null;
}

function painted(board, mask) {
  const { colour } = board.props.look(mask ?? { type: "mask", class: board.classId });
  const found = board.painting;
  if (mask && found?.standsFor(mask) && found.colour === colour) return found;
  return new Painting(mask, board.picture, colour);
}

const brushing = (erases) => ({
  cross: true,
  sized: true,
  press(board, start) {
    const mask = target(board, start, erases);
    if (erases && !mask) {
      board.say(t("image.said.nomask"));
      board.hint(t("image.said.nomask"));
      return { move() {}, end() {} };
    }
    const painting = painted(board, mask);
    const size = board.settings.brush;
    let before = start.raw;
    const go = (hand) => {
      painting.stroke(before, hand.raw, size, erases ? 0 : 1);
      before = hand.raw;
      board.layers.moving();
    };
    Object.assign(painting, { live: true, classId: mask?.class ?? board.classId });
    board.painting = painting;
    board.layers.standing();
    go(start);
    return { move: go, end: () => settle(board, painting, mask), cancel: () => drop(board) };
  },
});

function settle(board, painting, mask) {
  painting.live = false;
  board.layers.standing();
  const fields = { type: "mask", ...painting.bitmap.toMask() };
  const { area } = aboutMask(fields);
  if (!area) return remove(board, mask);
  if (!mask) painting.keep(board.add(fields));
  else if (fields.counts !== mask.counts) {
    const changed = { ...mask, ...fields };
    board.replace(changed);
    painting.keep(changed);
  }
  return board.say(t("image.said.mask", { area }));
}

/** Nothing of it is left: the annotation goes. */
function remove(board, mask) {
  board.painting = null;
  if (!mask) return;
  const { value, onChange } = board.props;
  onChange(value.filter((each) => each.id !== mask.id), { active: null });
  board.say(t("image.said.erased"));
}

function drop(board) {
  board.painting = null;
  board.layers.standing();
}

export const brush = brushing(false);

export const eraser = brushing(true);
