import { t } from "../../../client/messages.js";
import { boxBetween } from "../shapes/box.js";
import { cornersBetween } from "../shapes/oriented-box.js";
import { chooseUnder, isStill, pullingPoint } from "./gestures.js";

/** From one corner to the other; a press without a move chooses what lies there. */
const drawing = (made) => ({
  cross: true,
  press(board, start) {
    if (!start.byKeys) {
      const pulled = pullingPoint(board, start);
      if (pulled) return pulled;
    }
    return {
      move(hand) {
        board.drawn = made(boxBetween(start.point, hand.point, board.picture));
        board.layers.moving();
      },
      end(hand) {
        board.drawn = null;
        board.layers.moving();
        if (isStill(start, hand)) return start.byKeys ? board.say(t("image.said.small")) : chooseUnder(board, hand);
        const box = boxBetween(start.point, hand.point, board.picture);
        board.add(made(box));
        return board.say(t("image.said.box", { width: Math.round(box.width), height: Math.round(box.height), x: Math.round(box.x), y: Math.round(box.y) }));
      },
      cancel() {
        board.drawn = null;
        board.layers.moving();
      },
    };
  },
});

export const box = drawing((found) => ({ type: "box", ...found }));

export const orientedBox = drawing((found) => ({ type: "oriented_box", corners: cornersBetween(found) }));
