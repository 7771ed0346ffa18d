import { paintMoving } from "./paint/moving.js";
import { paintStanding } from "./paint/standing.js";
import { KIT } from "./tools/kit.js";

const MOST_DENSITY = 2;
const TURN_AWAY = 26;
const MANY_POINTS = 2000;
const REST = 90;
const LONGEST = 300;

const pointsIn = (shapes) => shapes.reduce((total, shape) => total + (shape.type === "polygon" ? shape.parts.flat(2).length : 4), 0);

/**
 * Three canvases on top of each other: the picture, the shapes that stand, and what moves with the hand. Each is drawn
 * at most once a frame of the screen, and only where something on it has changed.
 */
export class Layers {
  #due = new Set();
  #frame = 0;
  #rest = 0;

  constructor(board) {
    this.board = board;
    this.canvases = null;
    this.pyramid = null;
    this.painted = null;
  }

  /** `canvases`: {picture, standing, moving}. */
  mount(canvases) {
    this.canvases = canvases;
    this.resize();
  }

  unmount() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#rest);
    this.canvases = null;
    this.pyramid?.close();
    this.pyramid = null;
  }

  /** Another picture takes the place of the one before. */
  take(pyramid) {
    this.pyramid?.close();
    this.pyramid = pyramid;
  }

  resize() {
    if (!this.canvases) return;
    const { width, height } = this.board.frame;
    this.density = Math.min(devicePixelRatio || 1, MOST_DENSITY);
    for (const canvas of Object.values(this.canvases)) {
      canvas.width = Math.max(Math.round(width * this.density), 1);
      canvas.height = Math.max(Math.round(height * this.density), 1);
    }
    this.all();
  }

  all() {
    this.#ask("picture", "standing", "moving");
  }

  standing() {
    this.#ask("standing", "moving");
  }

  /**
   * The view is another one. Where very many points stand, what is drawn of them already is stretched by the browser
   * until the view rests, or for a third of a second.
   */
  viewed() {
    const { painted } = this;
    if (!painted || !this.canvases || this.#points() < MANY_POINTS) return this.all();
    const { view } = this.board;
    const grown = view.scale / painted.scale;
    this.canvases.standing.style.transform = `matrix(${grown}, 0, 0, ${grown}, ${view.left - painted.left * grown}, ${view.top - painted.top * grown})`;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.standing(), Math.min(REST, Math.max(painted.at + LONGEST - performance.now(), 0)));
    return this.#ask("picture", "moving");
  }

  #points() {
    const { shapes, ghosts } = this.board;
    this.counted = this.counted?.shapes === shapes && this.counted.ghosts === ghosts ? this.counted : { shapes, ghosts, points: pointsIn(shapes) + pointsIn(ghosts) };
    return this.counted.points;
  }

  moving() {
    this.#ask("moving");
  }

  #ask(...names) {
    for (const name of names) this.#due.add(name);
    if (this.canvases && !this.#frame) this.#frame = requestAnimationFrame(() => this.draw());
  }

  /** Draws what is due; called by the browser before it shows the next frame. */
  draw() {
    this.#frame = 0;
    if (!this.canvases || !this.board.picture) return;
    const due = [...this.#due];
    this.#due.clear();
    for (const name of due) this.#paint(name);
  }

  #paint(name) {
    const { board } = this;
    const context = this.canvases[name].getContext("2d");
    context.setTransform(this.density, 0, 0, this.density, 0, 0);
    context.clearRect(0, 0, board.frame.width, board.frame.height);
    if (name === "picture") this.pyramid?.draw(context, board.view, board.frame, this.density);
    else if (name === "standing") this.#paintStanding(context);
    else paintMoving(context, this.#moving());
  }

  #paintStanding(context) {
    clearTimeout(this.#rest);
    this.canvases.standing.style.transform = "";
    this.painted = { ...this.board.view, at: performance.now() };
    paintStanding(context, this.#standing());
  }

  #common() {
    const { view, frame, settings, props, skeletonOf } = this.board;
    return { view, frame, fill: settings.fill, lookOf: props.look, skeletonOf, readOnly: props.readOnly };
  }

  #standing() {
    const { board } = this;
    const moving = new Set([board.props.active, board.edit?.id, board.painting?.live && board.painting.id]);
    const still = (list) => list.filter((each) => !moving.has(each.id));
    return { ...this.#common(), under: board.below, shapes: still(board.shapes), ghosts: board.ghosts.filter((each) => each.id !== board.props.active) };
  }

  #moving() {
    const { board } = this;
    const ghost = board.ghosts.find((each) => each.id === board.props.active);
    const { painting } = board;
    const chosen = painting?.live ? { type: "mask", class: painting.classId } : (board.edit ?? board.active);
    return {
      ...this.#common(),
      chosen: chosen ?? ghost ?? null,
      readOnly: board.props.readOnly || !chosen,
      hovered: board.hover && board.hover.id !== board.props.active ? board.hover : null,
      plain: Boolean(painting?.live),
      brushed: painting && (painting.live || painting.standsFor(chosen)) ? painting.shown : null,
      drawn: board.drawn && { ...board.drawn, class: board.classId },
      sketch: board.sketch && { ...board.sketch, look: board.props.look({ class: board.classId }) },
      cross: this.#cross(),
      held: board.held,
      turn: TURN_AWAY / board.view.scale,
    };
  }

  /** Where the lines through the hand cross, for tools that draw; the arrows' crosshair with every tool. */
  #cross() {
    const { crosshair, tool, settings, props } = this.board;
    const { cross, sized } = KIT[tool] ?? {};
    if (!crosshair || props.readOnly || !(cross || crosshair.byKeys)) return null;
    return { point: crosshair.point, brush: sized ? settings.brush : 0, strong: crosshair.byKeys };
  }
}
