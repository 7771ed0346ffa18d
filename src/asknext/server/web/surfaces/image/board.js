import { t } from "../../client/messages.js";
import { Store } from "../../client/store.js";
import { Grid } from "./geometry/grid.js";
import { fitted, panned, showing, toImage, toScreen, zoomed, zoomedTo } from "./geometry/view.js";
import { Layers } from "./layers.js";
import { boundsOfShape, isShape, under } from "./shapes/kinds.js";
import { KIT, suits } from "./tools/kit.js";

const EDGE = 6;
const REACH = 6;
const NEXT_STEP = 900;

/** Kept from picture to picture, as long as the page stands. */
const SETTINGS = { fill: 0.2, brush: 15, light: 1, contrast: 1 };

/**
 * The state of one canvas: how the picture lies in its frame, what is being drawn, what the hand is at. What is drawn
 * already belongs to the page around it: it comes as `props` and goes back through `onChange`.
 */
export class Board {
  constructor() {
    this.settings = SETTINGS;
    this.ui = new Store({ scale: 1, failed: false, loaded: false, hint: "", cross: false, settings: { ...SETTINGS } });
    this.frame = { width: 0, height: 0 };
    this.picture = null;
    this.view = { scale: 1, left: 0, top: 0 };
    this.layers = new Layers(this);
    this.hover = null;
    this.crosshair = null;
    this.occluded = false;
    this.calm();
  }

  /** Nothing is half-made, nothing is in hand. */
  calm() {
    Object.assign(this, { gesture: null, drawn: null, edit: null, sketch: null, held: -1, painting: null });
  }

  take(props) {
    const before = this.props;
    this.props = props;
    const shown = (list) => list.filter((each) => isShape(each) && !props.hidden?.has(each.id));
    const same = ["value", "ghosts", "hidden", "under", "active", "look", "readOnly"].every((name) => before?.[name] === props[name]);
    if (same) return;
    this.shapes = shown(props.value);
    this.ghosts = shown(props.ghosts ?? []).map((each) => ({ ...each, ghost: true }));
    this.below = shown(props.under ?? []);
    this.grid = null;
    if (before?.active !== props.active) this.#released();
    this.layers.standing();
  }

  /** Another shape is the chosen one: the point in hand was of the one before. */
  #released() {
    this.held = -1;
    if (!this.sketch) queueMicrotask(() => this.hint(""));
  }

  get active() {
    return this.shapes.find((each) => each.id === this.props.active) ?? null;
  }

  get tool() {
    return this.props.readOnly ? "select" : (this.props.pick?.tool ?? "select");
  }

  get classId() {
    return this.props.pick?.classId ?? null;
  }

  get pickedClass() {
    return this.classOf({ class: this.classId });
  }

  classOf(shape) {
    return this.props.project.classes.find((one) => one.id === shape?.class) ?? null;
  }

  skeletonOf = (shape) => this.classOf(shape)?.skeleton ?? [];

  // The picture and the view

  /** A picture has been decoded. The view stays where the size is that of the picture before. */
  show({ width, height }) {
    const same = this.picture?.width === width && this.picture?.height === height;
    this.picture = { width, height };
    this.grid = null;
    if (!same) this.fit();
    this.ui.set({ loaded: true, failed: false });
    this.layers.all();
  }

  resize(width, height) {
    const fits = this.picture && this.isFitted;
    this.frame = { width, height };
    if (fits) this.fit();
    this.layers.resize();
  }

  look(view) {
    this.view = view;
    this.ui.set({ scale: view.scale });
    this.layers.viewed();
  }

  get isFitted() {
    return this.fittedScale === this.view.scale;
  }

  fit() {
    if (!this.picture || !this.frame.width) return;
    this.look(fitted(this.frame, this.picture));
    this.fittedScale = this.view.scale;
  }

  zoom(factor, at = [this.frame.width / 2, this.frame.height / 2]) {
    if (this.picture) this.look(zoomed(this.view, factor, at, this.frame, this.picture));
  }

  pan(across, down) {
    if (this.picture) this.look(panned(this.view, across, down, this.frame, this.picture));
  }

  zoomToActive() {
    const shape = this.active ?? this.ghosts.find((each) => each.id === this.props.active);
    if (shape && this.picture) this.look(zoomedTo(this.frame, this.picture, boundsOfShape(shape)));
    else this.fit();
  }

  /** The middle of what is seen, on the picture. */
  middle() {
    return this.clamped(toImage(this.view, [this.frame.width / 2, this.frame.height / 2]).map(Math.round));
  }

  clamped([x, y]) {
    return [Math.min(Math.max(x, 0), this.picture.width), Math.min(Math.max(y, 0), this.picture.height)];
  }

  keepInSight(point) {
    const view = showing(this.view, point, this.frame, this.picture);
    if (view !== this.view) this.look(view);
  }

  // Places

  /** The point of the picture at a point of the frame, on the picture, on its edge where that is near. */
  at([x, y]) {
    return this.snapped(toImage(this.view, [x, y]));
  }

  snapped([x, y]) {
    const near = EDGE / this.view.scale;
    const snap = (at, most) => (at < near ? 0 : at > most - near ? most : this.rounded(at));
    return [snap(x, this.picture.width), snap(y, this.picture.height)];
  }

  /** Whole pixels, and tenths of them where the screen shows more than whole ones. */
  rounded(at) {
    return this.view.scale > 1 ? Math.round(at * 10) / 10 : Math.round(at);
  }

  onScreen(point) {
    return toScreen(this.view, point);
  }

  get reach() {
    return (this.coarse ? 2.5 : 1) * (REACH / this.view.scale);
  }

  /** Shapes and suggestions at a point, the smallest first. */
  under(point) {
    if (!this.picture) return [];
    const all = [...this.shapes, ...this.ghosts];
    this.grid ??= new Grid(all.map((shape, place) => [place, boundsOfShape(shape)]), this.picture.width, this.picture.height);
    const near = [...this.grid.near(point, this.reach)].map((place) => all[place]);
    return under(near, point, this.reach);
  }

  // Changes

  choose(id) {
    if (id !== this.props.active) this.props.onActive(id);
  }

  /** A shape has been drawn: its own fields, without id and class. */
  add(shape) {
    const { api, value, onChange } = this.props;
    const made = { ...shape, id: api.newId(), ...(this.classId && { class: this.classId }) };
    onChange([...value, made], { active: made.id });
    return made;
  }

  /** `changed` stands in the place of the annotation with its id. Steps of one kind in quick order are one step to undo. */
  replace(changed, kind = null) {
    const { value, onChange } = this.props;
    const now = performance.now();
    const step = kind && `${kind} ${changed.id}`;
    const merge = step !== null && this.lastStep === step && now - this.lastAt < NEXT_STEP;
    [this.lastStep, this.lastAt] = [step, now];
    onChange(value.map((each) => (each.id === changed.id ? changed : each)), { merge, active: changed.id });
  }

  /** Whether the class in hand may have what the tool makes; says so where it may not. */
  mayDraw() {
    const may = suits(this.pickedClass, this.tool);
    if (!may) this.props.api?.toast(t("image.said.unsuited", { name: this.pickedClass.name }));
    return may;
  }

  // What is in hand

  hold(place) {
    this.held = place;
    this.layers.moving();
  }

  tellHeld(count, point) {
    const name = this.active.type === "keypoints" ? this.classOf(this.active)?.keypoints?.[this.held] : null;
    const where = point ? t("image.said.at", { x: Math.round(point[0]), y: Math.round(point[1]) }) : t("image.visibility.absent");
    const text = `${name ?? t("image.said.point", { number: this.held + 1, count })}, ${where}`;
    this.hint(text);
    this.say(text);
  }

  dropCross() {
    this.crosshair = null;
    this.ui.set({ cross: false });
    this.layers.moving();
  }

  cancel() {
    this.gesture?.cancel?.();
    Object.assign(this, { gesture: null, drawn: null, edit: null, sketch: null });
    this.hint("");
    this.layers.standing();
  }

  sizeBrush(by) {
    if (!KIT[this.tool]?.sized) return false;
    const size = this.settings.brush;
    const step = Math.max(Math.round(size * 0.15), 1);
    return this.set({ brush: Math.min(Math.max(size + by * step, 1), 500) });
  }

  /** Settings of the view: {fill, brush, light, contrast}. */
  set(change) {
    Object.assign(this.settings, change);
    this.ui.set({ settings: { ...this.settings } });
    this.layers.standing();
  }

  say(text) {
    this.props.api?.say(text);
  }

  hint(text) {
    if (this.ui.state.hint !== text) this.ui.set({ hint: text });
  }
}
