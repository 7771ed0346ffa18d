import { t } from "../../../client/messages.js";
import { ABSENT, OCCLUDED, VISIBLE } from "../shapes/keypoints.js";
import { pullingPoint } from "./gestures.js";

export const namesOf = (one) => one?.keypoints ?? [];

/** The points of the class's list one after the other. */
export const keypoints = {
  cross: true,
  press(board, hand) {
    const pulled = board.sketch || hand.byKeys ? null : pullingPoint(board, hand);
    if (pulled) return pulled;
    const seen = hand.event?.shiftKey || board.occluded ? OCCLUDED : VISIBLE;
    put(board, [...hand.point, seen]);
    return { clicks: true, move() {}, end() {} };
  },
  hover: (board) => board.layers.moving(),
  /** The next point of the list is not in the picture. */
  skip: (board) => put(board, [0, 0, ABSENT]),
  /** What has not been placed is absent. */
  finish(board) {
    const { points } = board.sketch;
    const all = Math.max(namesOf(board.pickedClass).length, 1);
    done(board, [...points, ...Array.from({ length: all - points.length }, () => [0, 0, ABSENT])]);
  },
  back(board) {
    board.sketch = board.sketch.points.length > 1 ? { ...board.sketch, points: board.sketch.points.slice(0, -1) } : null;
    tell(board);
  },
  begin: tell,
};

function put(board, point) {
  const points = [...(board.sketch?.points ?? []), point];
  const all = Math.max(namesOf(board.pickedClass).length, 1);
  if (points.length >= all) return done(board, points);
  board.sketch = { points, joins: false, skeleton: board.pickedClass?.skeleton ?? [] };
  return tell(board);
}

function done(board, points) {
  board.sketch = null;
  const placed = points.filter(([, , seen]) => seen).length;
  if (placed) board.add({ type: "keypoints", points });
  board.say(placed ? t("image.said.keypoints", { count: placed }) : t("image.said.absent"));
  tell(board, false);
}

/** Says which point comes next. */
function tell(board, aloud = true) {
  const names = namesOf(board.pickedClass);
  const at = board.sketch?.points.length ?? 0;
  const text = names.length ? t(board.occluded ? "image.hint.occluded" : "image.hint.keypoint", { name: names[at], number: at + 1, count: names.length }) : t("image.hint.nolist");
  board.hint(text);
  if (aloud && board.sketch) board.say(text);
  board.layers.moving();
}
