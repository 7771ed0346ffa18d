import { t } from "../../client/messages.js";
import { writing } from "../../client/keymap.js";
import { edited } from "./edits.js";
import { movedShape, pointsOfShape, withPointAt } from "./shapes/kinds.js";
import { KIT } from "./tools/kit.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const PAN = 60;
const TURN_AWAY = 26;
const SPOKEN_AFTER = 500;

/** What the keys of the canvas do: all that a mouse can, with a crosshair that the arrows move. */
export class Keys {
  #timer = 0;

  constructor(board, pointers) {
    Object.assign(this, { board, pointers });
    this.watched = { keydown: this.#first, keyup: (event) => event.key === " " && pointers.space(false) };
    // Before the page hears them: while something is half-made, Enter and Backspace belong to it.
    for (const [name, hear] of Object.entries(this.watched)) document.addEventListener(name, hear, true);
  }

  stop() {
    clearTimeout(this.#timer);
    for (const [name, hear] of Object.entries(this.watched)) document.removeEventListener(name, hear, true);
  }

  /** In the form that the page binds and lists. */
  bound() {
    const { board } = this;
    const act = (name) => () => edited[name](board);
    const arrows = Object.keys(ARROWS).flatMap((key, place) => [false, true].map((shift) => ({ key, shift, repeat: true, text: place ? "" : t(shift ? "image.key.arrows.shift" : "image.key.arrows"), run: (event) => this.arrow(event) })));
    const always = [
      ...arrows,
      { key: "+", text: t("image.key.zoom"), repeat: true, run: () => board.zoom(1.25) },
      { key: "=", repeat: true, run: () => board.zoom(1.25) },
      { key: "-", repeat: true, run: () => board.zoom(0.8) },
      { key: "z", text: t("image.key.zoomto"), run: () => board.zoomToActive() },
      { key: "z", shift: true, text: t("image.key.fit"), run: () => board.fit() },
      { key: " ", text: t("image.key.space"), repeat: true, run: () => this.pointers.space(true) },
      { key: "Escape", run: () => this.escape() },
    ];
    if (board.props.readOnly) return always;
    return [
      ...always,
      { key: ",", text: t("image.key.point"), repeat: true, run: () => this.takeNext(-1) },
      { key: ".", repeat: true, run: () => this.takeNext(1) },
      { key: "i", text: t("image.key.insert"), run: act("insert") },
      { key: "i", shift: true, text: t("image.key.remove"), run: act("remove") },
      { key: "q", text: t("image.key.visibility"), run: act("visibility") },
      { key: "u", text: t("image.key.skip"), run: act("skip") },
      { key: "[", text: t("image.key.brush"), repeat: true, run: () => board.sizeBrush(-1) },
      { key: "]", repeat: true, run: () => board.sizeBrush(1) },
      { key: "m", shift: true, text: t("image.key.mask"), run: act("toMask") },
      { key: "p", shift: true, text: t("image.key.polygon"), run: act("toPolygon") },
    ];
  }

  #first = (event) => {
    const { board } = this;
    if (!board.picture || event.altKey || writing(event) || document.querySelector("dialog[open]")) return;
    if (event.target.closest?.("button, a, summary") && event.key !== "Escape") return;
    if (!this.#taken(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  #taken(event) {
    const { board } = this;
    const ctrl = event.ctrlKey || event.metaKey;
    if (ctrl && event.key in ARROWS) return this.arrow(event) !== false;
    if (board.props.readOnly) return false;
    if (event.key === "Enter" && !event.repeat) return this.#enter();
    const back = event.key === "Backspace" || (ctrl && event.key.toLowerCase() === "z" && !event.shiftKey);
    if (back && board.sketch) return KIT[board.tool].back?.(board) !== false;
    return event.key === "Tab" && !ctrl && document.activeElement === this.pointers.element && this.#tab(event.shiftKey ? -1 : 1);
  }

  /** From shape to shape; behind the last one, and after Escape, Tab leaves the picture as it does elsewhere. */
  #tab(by) {
    const { board } = this;
    const all = [...board.shapes, ...board.ghosts];
    const place = all.findIndex((each) => each.id === board.props.active);
    const next = all[place < 0 && by < 0 ? all.length - 1 : place + by];
    if (this.leaves || !next) {
      this.leaves = false;
      return false;
    }
    board.choose(next.id);
    board.keepInSight(middleOf(next));
    return true;
  }

  /** Moves what is in hand: the point, the shape, else the crosshair. */
  arrow(event) {
    const { board } = this;
    if (!board.picture) return false;
    const step = event.ctrlKey || event.metaKey ? 100 : event.shiftKey ? 10 : 1;
    const [across, down] = ARROWS[event.key].map((each) => each * step);
    this.leaves = false;
    if (board.props.readOnly) return board.pan((-PAN * across) / step, (-PAN * down) / step);
    if (!board.active || board.gesture || board.sketch) return this.#cross(across, down);
    return this.#nudge(across, down);
  }

  #nudge(across, down) {
    const { board } = this;
    const shape = board.active;
    const point = board.held >= 0 ? pointsOfShape(shape, TURN_AWAY / board.view.scale)[board.held] : null;
    const at = point && board.clamped([point[0] + across, point[1] + down]);
    const changed = point ? withPointAt(shape, board.held, at, board.picture) : movedShape(shape, across, down, board.picture);
    if (changed !== shape) board.replace(changed, point ? `point ${board.held}` : "move");
    board.keepInSight(at ?? middleOf(changed));
    this.#speak(() => t("image.said.at", { x: Math.round((at ?? middleOf(changed))[0]), y: Math.round((at ?? middleOf(changed))[1]) }));
    return true;
  }

  #cross(across, down) {
    const { board } = this;
    const from = board.crosshair?.point ?? board.middle();
    if (document.activeElement === document.body) this.pointers.element.focus({ preventScroll: true });
    const point = board.clamped([from[0] + across, from[1] + down]);
    board.crosshair = { point, byKeys: true };
    board.ui.set({ cross: true });
    board.keepInSight(point);
    const hand = this.#hand(point);
    board.gesture?.move(hand);
    KIT[board.tool].hover?.(board, hand);
    board.layers.moving();
    this.#speak(() => t("image.said.at", { x: Math.round(point[0]), y: Math.round(point[1]) }));
    return true;
  }

  #speak(text) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.board.say(text()), SPOKEN_AFTER);
  }

  #hand(point) {
    return { point, raw: point, screen: this.board.onScreen(point), byKeys: true };
  }

  /** At the crosshair: begins or ends what the tool does there. Without one it ends what points were placed for. */
  #enter() {
    const { board } = this;
    const tool = KIT[board.tool];
    if (!board.crosshair?.byKeys) return Boolean(board.sketch) && tool.finish(board) !== false;
    const hand = this.#hand(board.crosshair.point);
    const before = board.gesture;
    if (before) {
      board.gesture = null;
      before.end(hand);
    } else if (tool === KIT.select || board.mayDraw()) this.#begin(tool, hand);
    if (!board.gesture && !board.sketch) board.dropCross();
    return true;
  }

  #begin(tool, hand) {
    const { board } = this;
    const gesture = tool.press(board, hand);
    if (gesture?.clicks) gesture.end(hand);
    else if (gesture) {
      board.gesture = Object.assign(gesture, { byKeys: true });
      board.say(t("image.said.begun"));
    }
  }

  /** Back by one: what is half-made, the point in hand, the crosshair. The page lets go of the shape itself. */
  escape() {
    const { board } = this;
    this.leaves = true;
    const busy = board.gesture || board.sketch;
    if (busy) board.cancel();
    else if (board.held >= 0) board.hold(-1);
    else if (board.crosshair?.byKeys) board.dropCross();
    else return false;
    if (busy) board.say(t("image.said.cancelled"));
    return true;
  }

  takeNext(by) {
    const { board } = this;
    const shape = board.active;
    const count = shape ? pointsOfShape(shape, 0).length : 0;
    if (!count) return false;
    const from = board.held < 0 && by < 0 ? 0 : board.held;
    board.hold((from + by + count) % count);
    const point = pointsOfShape(shape, TURN_AWAY / board.view.scale)[board.held];
    if (point) board.keepInSight(point);
    board.tellHeld(count, point);
    return true;
  }
}

function middleOf(shape) {
  const points = pointsOfShape(shape, 0).filter(Boolean);
  const [x, y] = points.reduce(([px, py], [qx, qy]) => [px + qx / points.length, py + qy / points.length], [0, 0]);
  return points.length ? [x, y] : [0, 0];
}
