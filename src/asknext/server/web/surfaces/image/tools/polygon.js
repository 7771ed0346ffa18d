import { t } from "../../../client/messages.js";
import { simplified } from "../geometry/ring.js";
import { chooseUnder, isStill, pullingPoint } from "./gestures.js";

const CLOSE = 10;

/** Point after point; on the first one, twice on one place or with Enter the outline is closed. */
export const polygon = {
  cross: true,
  press(board, hand) {
    const pulled = board.sketch || hand.byKeys ? null : pullingPoint(board, hand);
    if (pulled) return pulled;
    const points = board.sketch?.points ?? [];
    const onto = (point) => point && Math.hypot(...[0, 1].map((axis) => board.onScreen(point)[axis] - board.onScreen(hand.point)[axis])) < (board.coarse ? 2 : 1) * CLOSE;
    if (points.length > 2 && (onto(points[0]) || onto(points.at(-1)))) close(board);
    else if (!points.length || !onto(points.at(-1))) put(board, [...points, hand.point]);
    return { clicks: true, move: (next) => polygon.hover(board, next), end: () => {} };
  },
  hover(board, hand) {
    if (board.sketch) board.sketch = { ...board.sketch, to: hand.point };
    board.layers.moving();
  },
  finish: (board) => (board.sketch?.points.length > 2 ? close(board) : board.say(t("image.said.three"))),
  back(board) {
    if (board.sketch.points.length > 1) put(board, board.sketch.points.slice(0, -1));
    else board.sketch = null;
    board.layers.moving();
  },
};

function put(board, points) {
  board.sketch = { points, joins: true, to: points.at(-1) };
  board.hint(t("image.hint.polygon", { count: points.length }));
  board.layers.moving();
}

function close(board) {
  const { points } = board.sketch;
  board.sketch = null;
  board.hint("");
  board.add({ type: "polygon", parts: [[points]] });
  board.say(t("image.said.polygon", { count: points.length }));
}

/** The hand draws the whole outline; it is kept with as few points as follow it to within a pixel of the screen. */
export const lasso = {
  cross: true,
  press(board, start) {
    const pulled = start.byKeys ? null : pullingPoint(board, start);
    if (pulled) return pulled;
    let points = [start.point];
    return {
      move(hand) {
        if (Math.hypot(hand.point[0] - points.at(-1)[0], hand.point[1] - points.at(-1)[1]) * board.view.scale < 1.5) return;
        points = [...points, hand.point];
        board.drawn = points.length > 2 ? { type: "polygon", parts: [[points]] } : null;
        board.layers.moving();
      },
      end(hand) {
        board.drawn = null;
        board.layers.moving();
        const ring = simplified(points, 1 / board.view.scale);
        if (ring.length > 2) {
          board.add({ type: "polygon", parts: [[ring]] });
          board.say(t("image.said.polygon", { count: ring.length }));
        } else if (isStill(start, hand) && !start.byKeys) chooseUnder(board, hand);
      },
      cancel() {
        board.drawn = null;
        board.layers.moving();
      },
    };
  },
};
