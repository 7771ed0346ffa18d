import { t } from "../../../client/messages.js";
import { movedShape, pointsOfShape, withPointAt } from "../shapes/kinds.js";
import { edgeNear, withInserted } from "../shapes/polygon.js";

/**
 * A gesture is what a hand does from pressing to letting go: {move(hand), end(hand), cancel?()}. A hand is
 * {point: on the picture, raw: the same not snapped, screen: in the frame, event}.
 */
const GRIP = 8;
const STILL = 4;
const TURN_AWAY = 26;

const far = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by);

export const isStill = (from, to) => (from.byKeys ? far(from.point, to.point) < 1 : far(from.screen, to.screen) < STILL);

/** Moves the picture; a press without a move does `click`. */
export function panning(board, start, click) {
  let before = start.screen;
  let moved = false;
  return {
    move(hand) {
      moved ||= !isStill(start, hand);
      if (!moved) return;
      board.pan(hand.screen[0] - before[0], hand.screen[1] - before[1]);
      before = hand.screen;
    },
    end: (hand) => !moved && click?.(hand),
  };
}

/** Which point of the chosen shape is under the hand; -1 for none. */
export function pointUnder(board, hand) {
  const shape = board.active;
  if (!shape || board.props.readOnly) return -1;
  const grip = board.coarse ? 2.5 * GRIP : GRIP;
  let [best, nearest] = [-1, grip];
  pointsOfShape(shape, TURN_AWAY / board.view.scale).forEach((point, place) => {
    const distance = point ? far(board.onScreen(point), hand.screen) : Infinity;
    if (distance <= nearest) [best, nearest] = [place, distance];
  });
  return best;
}

/** The chosen shape's point under the hand is moved; else null. */
export function pullingPoint(board, hand) {
  const place = pointUnder(board, hand);
  return place < 0 ? null : pulling(board, board.active, place);
}

/** A press on the line of the chosen polygon makes a new point there. */
export function pullingEdge(board, hand) {
  const shape = board.active;
  if (shape?.type !== "polygon" || board.props.readOnly) return null;
  const { place, distance, nearest } = edgeNear(shape, hand.raw);
  if (distance > board.reach) return null;
  return pulling(board, withInserted(shape, place, nearest.map((at) => board.rounded(at))), place + 1);
}

function pulling(board, shape, place) {
  board.held = place;
  board.edit = shape;
  board.layers.standing();
  return {
    move(hand) {
      board.edit = withPointAt(shape, place, shape.type === "oriented_box" ? hand.raw : hand.point, board.picture);
      board.layers.moving();
    },
    end: () => settle(board),
    cancel: () => drop(board),
  };
}

/** Moves a shape; a press without a move does `click`. */
export function moving(board, start, shape, click) {
  let moved = false;
  return {
    move(hand) {
      moved ||= !isStill(start, hand);
      if (!moved) return;
      if (!board.edit) board.layers.standing();
      const [across, down] = [0, 1].map((axis) => board.rounded(hand.raw[axis] - start.raw[axis]));
      board.edit = movedShape(shape, across, down, board.picture);
      board.layers.moving();
    },
    end(hand) {
      if (moved) settle(board);
      else click?.(hand);
    },
    cancel: () => drop(board),
  };
}

function settle(board) {
  const { edit } = board;
  board.edit = null;
  if (edit && edit !== board.shapes.find((each) => each.id === edit.id)) {
    board.replace(edit);
    board.say(t("image.said.changed"));
  }
  board.layers.standing();
}

function drop(board) {
  board.edit = null;
  board.layers.standing();
}

/** Chooses what lies under the hand; on the chosen one again, what lies below it. */
export function chooseUnder(board, hand) {
  const found = board.under(hand.raw);
  const place = found.findIndex((each) => each.id === board.props.active);
  const next = found.length ? found[(place + 1) % found.length] : null;
  board.choose(next?.id ?? null);
}
