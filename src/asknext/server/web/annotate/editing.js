import { Store } from "../client/store.js";
import { newId } from "../surfaces/surface.js";

const MOST_STEPS = 300;

/**
 * What is said about one item while somebody works on it, with every step back and forth.
 * `value`: the annotations. `ghosts`: suggestions, of which those in `gone` were dismissed. `active`: the one chosen.
 * `picked`: whether somebody chose it, and did not just make it. `hidden`: ids not drawn. `touched`: whether anything was done that an answer has not yet been made of.
 */
export class Editing extends Store {
  #past = [];
  #future = [];

  /** `single`: an answer is exactly one annotation, so that a suggestion that is taken stands in for it. */
  constructor({ value = [], ghosts = [], draft = null, single = false }) {
    const start = draft ?? { value, gone: [] };
    super({ value: start.value, gone: start.gone, active: null, picked: false, hidden: new Set(), touched: Boolean(draft), restored: Boolean(draft) });
    this.first = { value, gone: [], active: null };
    this.all = ghosts;
    this.single = single;
  }

  /** Suggestions that were neither taken nor dismissed. */
  get ghosts() {
    const taken = new Set([...this.state.gone, ...this.state.value.map((one) => one.id)]);
    return this.all.filter((one) => !taken.has(one.id));
  }

  /** The suggestion that one key takes: the chosen one, or the first. */
  get ghost() {
    const open = this.ghosts;
    return open.find((one) => one.id === this.state.active) ?? open[0] ?? null;
  }

  get active() {
    return this.state.value.find((one) => one.id === this.state.active) ?? null;
  }

  /**
   * What a class that is chosen now belongs to; null: to the next one. What was just drawn keeps its class, or whoever
   * chooses the class of the next one would change it unawares.
   */
  get target() {
    return this.state.picked ? (this.active ?? this.all.find((one) => one.id === this.state.active) ?? null) : null;
  }

  // Steps

  /** A step; with `merge` it joins with the one before, as a drag does. */
  change(value, { merge = false, active = this.state.active, gone = this.state.gone } = {}) {
    if (!merge || !this.#past.length) this.#past = [...this.#past, this.#step()].slice(-MOST_STEPS);
    this.#future = [];
    this.set({ value, gone, active, picked: this.state.picked && active === this.state.active, touched: true, restored: false });
  }

  #step() {
    const { value, gone, active } = this.state;
    return { value, gone, active };
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  undo() {
    const step = this.#past.pop();
    if (!step) return false;
    this.#future.push(this.#step());
    this.set({ ...step, touched: this.#past.length > 0 || this.state.restored });
    return true;
  }

  redo() {
    const step = this.#future.pop();
    if (!step) return false;
    this.#past.push(this.#step());
    this.set({ ...step, touched: true });
    return true;
  }

  /** Back to how the item came; the way there can be undone, too. */
  restart() {
    this.change(this.first.value, { gone: [], active: null });
  }

  // The chosen one

  choose(active) {
    if (active === this.state.active && this.state.picked) return;
    const hidden = new Set(this.state.hidden);
    hidden.delete(active);
    this.set({ active, picked: active !== null, hidden });
  }

  /** The next or the one before, through annotations and then suggestions. */
  walk(by) {
    const ids = [...this.state.value, ...this.ghosts].map((one) => one.id);
    if (!ids.length) return null;
    const place = ids.indexOf(this.state.active);
    const next = place < 0 ? (by > 0 ? 0 : ids.length - 1) : (place + by + ids.length) % ids.length;
    this.choose(ids[next]);
    return ids[next];
  }

  patch(id, fields, options) {
    this.change(this.state.value.map((one) => (one.id === id ? { ...one, ...fields } : one)), options);
  }

  /** Another class: answers to the questions of the former one go with it. */
  rename(id, classId) {
    const one = this.state.value.find((each) => each.id === id);
    if (!one || one.class === classId) return false;
    const value = { ...one, class: classId, attributes: notAsked(one.attributes) };
    this.change(this.state.value.map((each) => (each.id === id ? value : each)));
    return true;
  }

  /** The annotation goes, and with it the relations that lead to it; the one after it is chosen. */
  remove(id) {
    const { value } = this.state;
    const place = value.findIndex((one) => one.id === id);
    if (place < 0) return false;
    const rest = value.filter((one) => one.id !== id && one.source !== id && one.target !== id);
    this.change(rest, { active: rest[Math.min(place, rest.length - 1)]?.id ?? null });
    return true;
  }

  /** A copy beside the original, chosen so that it can be moved. */
  duplicate(id, moved) {
    const one = this.state.value.find((each) => each.id === id);
    if (!one || one.type === "relation") return false;
    const { group: _, ...rest } = { ...moved(one), id: newId() };
    // A copy is another object: in frames of a video it begins a track of its own.
    const copy = one.frame === undefined ? rest : { ...rest, group: newId() };
    this.change([...this.state.value, copy], { active: copy.id });
    return true;
  }

  hide(ids, hide) {
    const hidden = new Set(this.state.hidden);
    for (const id of ids) hide ? hidden.add(id) : hidden.delete(id);
    this.set({ hidden });
  }

  // Suggestions

  /** Takes suggestions as annotations; the next suggestion is chosen when one was taken. */
  accept(ids) {
    const wanted = this.ghosts.filter((one) => ids.includes(one.id));
    if (!wanted.length) return false;
    const rest = this.ghosts.filter((one) => !ids.includes(one.id));
    const active = wanted.length === 1 ? (after(this.ghosts, wanted[0], rest) ?? wanted[0].id) : null;
    this.change(this.single ? [own(wanted[0])] : [...this.state.value, ...wanted.map(own)], { active });
    return true;
  }

  dismiss(ids) {
    const wanted = this.ghosts.filter((one) => ids.includes(one.id));
    if (!wanted.length) return false;
    const rest = this.ghosts.filter((one) => !ids.includes(one.id));
    this.change(this.state.value, { gone: [...this.state.gone, ...wanted.map((one) => one.id)], active: after(this.ghosts, wanted[0], rest) });
    return true;
  }
}

/** Of `rest`, the one that stood behind `one` in `all`. */
function after(all, one, rest) {
  const later = all.slice(all.indexOf(one) + 1).find((each) => rest.includes(each));
  return (later ?? rest[0])?.id ?? null;
}

/** What a surface keeps about a shape beside the answers to questions. */
const KEPT = ["interpolated"];

/** The attributes that no question asks for; undefined where there is none. */
export function notAsked(attributes = {}) {
  const kept = Object.entries(attributes).filter(([name]) => KEPT.includes(name));
  return kept.length ? Object.fromEntries(kept) : undefined;
}

/** A suggestion as the annotator's own word: what a model had thought of it does not belong to the answer. */
function own({ score: _score, by: _by, probabilities: _probabilities, ...rest }) {
  return rest;
}
