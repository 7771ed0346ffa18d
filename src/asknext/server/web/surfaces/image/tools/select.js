import { chooseUnder, moving, panning, pullingEdge, pullingPoint } from "./gestures.js";

/** Choose, move and reshape; on empty ground the hand moves the picture. */
export const select = {
  press(board, hand) {
    const pulled = pullingPoint(board, hand) ?? pullingEdge(board, hand);
    if (pulled) return pulled;
    const found = board.under(hand.raw);
    const chosen = found.find((each) => each.id === board.props.active);
    const target = chosen ?? found[0];
    if (!target || board.props.readOnly || target.ghost) return panning(board, hand, () => chooseUnder(board, hand));
    if (!chosen) board.choose(target.id);
    return moving(board, hand, target, chosen && (() => chooseUnder(board, hand)));
  },
};
