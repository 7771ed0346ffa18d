import { toImage } from "./geometry/view.js";
import { isStill, panning, pointUnder } from "./tools/gestures.js";
import { KIT } from "./tools/kit.js";

const MIDDLE = 1;
const LINE = 16;

/** Mouse, pen and fingers: one finger or the left button draws, two fingers or the middle button move the picture. */
export class Pointers {
  #fingers = new Map();
  #waiting = null;
  #pinched = false;

  constructor(board, element) {
    Object.assign(this, { board, element, spaced: false });
    const heard = { pointerdown: this.#down, pointermove: this.#move, pointerup: this.#up, pointercancel: this.#cancel, pointerleave: this.#leave, wheel: this.#wheel, dblclick: (event) => event.preventDefault() };
    for (const [name, hear] of Object.entries(heard)) element.addEventListener(name, hear, { passive: false });
    this.stop = () => Object.entries(heard).forEach(([name, hear]) => element.removeEventListener(name, hear));
  }

  #hand(event) {
    const { left, top } = this.element.getBoundingClientRect();
    const screen = [event.clientX - left, event.clientY - top];
    return { screen, raw: toImage(this.board.view, screen), point: this.board.at(screen), event, byKeys: false };
  }

  #down = (event) => {
    const { board } = this;
    if (!board.picture || event.target.closest("button, input, summary")) return;
    this.element.focus({ preventScroll: true });
    board.coarse = event.pointerType === "touch";
    try {
      this.element.setPointerCapture(event.pointerId);
    } catch {
      // The finger has been lifted again already.
    }
    const hand = this.#hand(event);
    if (board.coarse) return this.#finger(event, hand);
    if (event.button !== 0 && event.button !== MIDDLE) return undefined;
    event.preventDefault();
    this.element.focus({ preventScroll: true });
    if (board.gesture) this.#drop();
    board.gesture = event.button === MIDDLE || this.spaced ? panning(board, hand) : this.#press(hand);
    board.crosshair = { point: hand.point, byKeys: false };
    return undefined;
  };

  #press(hand) {
    const { board } = this;
    const free = hand.event.ctrlKey || hand.event.metaKey;
    const tool = KIT[free && !board.sketch ? "select" : board.tool] ?? KIT.select;
    if (tool !== KIT.select && !board.mayDraw()) return null;
    return tool.press(board, hand);
  }

  /** What one finger does is settled when it moves or is lifted: a second one may be coming. */
  #finger(event, hand) {
    this.#fingers.set(event.pointerId, hand.screen);
    if (this.#fingers.size === 1) {
      this.#waiting = hand;
      this.#pinched = false;
    } else {
      this.#waiting = null;
      this.#pinched = true;
      this.#drop();
    }
  }

  #drop() {
    this.board.gesture?.cancel?.();
    this.board.gesture = null;
  }

  #move = (event) => {
    const { board } = this;
    if (!board.picture) return;
    const hand = this.#hand(event);
    if (this.#fingers.has(event.pointerId)) {
      if (this.#pinched) return this.#pinch(event.pointerId, hand.screen);
      this.#fingers.set(event.pointerId, hand.screen);
      if (this.#waiting && isStill(this.#waiting, hand)) return undefined;
      if (this.#waiting) board.gesture = this.#press(this.#waiting);
      this.#waiting = null;
    }
    if (board.gesture && !board.gesture.byKeys) {
      const steps = event.getCoalescedEvents?.() ?? [];
      for (const each of steps.length ? steps : [event]) board.gesture.move(this.#hand(each));
    } else this.#hover(hand);
    if (event.pointerType !== "touch") board.crosshair = { point: hand.point, byKeys: false };
    board.layers.moving();
    return undefined;
  };

  #hover(hand) {
    const { board } = this;
    const tool = KIT[board.tool] ?? KIT.select;
    tool.hover?.(board, hand);
    const chooses = tool === KIT.select || hand.event.ctrlKey || hand.event.metaKey;
    board.hover = chooses ? (board.under(hand.raw)[0] ?? null) : null;
    const grips = !tool.sized && !board.sketch && pointUnder(board, hand) >= 0;
    this.element.style.cursor = this.spaced ? "grab" : grips ? "move" : chooses ? (board.hover ? "pointer" : "grab") : tool.sized ? "none" : "crosshair";
  }

  #pinch(id, screen) {
    const before = [...this.#fingers.values()];
    this.#fingers.set(id, screen);
    if (before.length < 2) return;
    const now = [...this.#fingers.values()];
    const middle = ([[ax, ay], [bx, by]]) => [(ax + bx) / 2, (ay + by) / 2];
    const apart = ([[ax, ay], [bx, by]]) => Math.hypot(ax - bx, ay - by) || 1;
    const [from, to] = [middle(before), middle(now)];
    this.board.pan(to[0] - from[0], to[1] - from[1]);
    this.board.zoom(apart(now) / apart(before), to);
  }

  #up = (event) => {
    const { board } = this;
    const hand = board.picture && this.#hand(event);
    this.#fingers.delete(event.pointerId);
    if (this.#pinched || !hand) return;
    if (this.#waiting) board.gesture = this.#press(this.#waiting);
    this.#waiting = null;
    const { gesture } = board;
    if (!gesture || gesture.byKeys) return;
    board.gesture = null;
    gesture.end(hand);
  };

  #cancel = (event) => {
    this.#fingers.delete(event.pointerId);
    this.#waiting = null;
    this.#drop();
  };

  #leave = () => {
    const { board } = this;
    if (board.crosshair?.byKeys) return;
    board.crosshair = null;
    board.hover = null;
    board.layers.moving();
  };

  #wheel = (event) => {
    const { board } = this;
    if (!board.picture) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? LINE : event.deltaMode === 2 ? board.frame.height : 1;
    const [across, down] = [event.deltaX * unit, event.deltaY * unit];
    if (event.shiftKey) return board.pan(-across || -down, across ? -down : 0);
    return board.zoom(Math.exp(-down * (event.ctrlKey ? 0.01 : 0.0016)), this.#hand(event).screen);
  };

  /** The space bar held: the hand moves the picture whatever the tool. */
  space(held) {
    this.spaced = held;
    this.element.style.cursor = held ? "grab" : "";
  }
}
