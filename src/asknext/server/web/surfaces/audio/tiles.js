import { asked } from "../../client/place.js";

export const COLUMNS = 1024;
export const BANDS = 96;
const SHORTEST = 0.05;
const KEPT = 96;
const AT_ONCE = 4;

/** The tiles of a view: pieces of seconds / 2^level, each of 1024 columns, fine enough for `pixels`. */
export function tilesOf(view, seconds, pixels) {
  const wanted = Math.ceil(Math.log2((seconds * pixels) / (COLUMNS * (view.to - view.from))));
  const level = Math.min(Math.max(wanted, 0), Math.max(Math.floor(Math.log2(seconds / SHORTEST)), 0));
  const span = seconds / 2 ** level;
  const first = Math.floor(view.from / span);
  const last = Math.min(Math.ceil(view.to / span), 2 ** level);
  return Array.from({ length: Math.max(last - first, 0) }, (_, place) => ({ level, place: first + place, start: (first + place) * span, end: (first + place + 1) * span }));
}

const above = (tile, span) => {
  const place = Math.floor(tile.place / 2);
  return { level: tile.level - 1, place, start: place * 2 * span, end: (place + 1) * 2 * span };
};

const nameOf = (kind, tile) => `${kind}/${tile.level}/${tile.place}`;

/**
 * Pieces of the outline ("peaks") and of the frequencies ("spectrogram") as the server counts them. Whatever is asked for
 * and not here is fetched, newest wish first; `onArrival` is called for each that comes.
 */
export class Tiles {
  #had = new Map();
  #wanted = [];
  #coming = new Map();
  #lost = new Set();

  constructor(content, onArrival) {
    this.base = asked(content.url).replace(/\/media$/, "/sound");
    this.onArrival = onArrival;
  }

  /** {data, start, end} of the tile, or until it is here of the piece it is a part of, or null. */
  best(kind, tile) {
    const own = this.#found(kind, tile);
    if (own) return own;
    this.#want(kind, tile);
    let wider = tile;
    while (wider.level > 0) {
      wider = above(wider, wider.end - wider.start);
      const found = this.#found(kind, wider);
      if (found) return found;
    }
    return null;
  }

  /** Nothing is fetched any more. */
  close() {
    this.#wanted = [];
    this.onArrival = () => {};
    for (const coming of this.#coming.values()) coming.abort();
  }

  /** What is no longer on the screen need not come; called before a picture is drawn. */
  forget() {
    this.#wanted = [];
  }

  #found(kind, tile) {
    const name = nameOf(kind, tile);
    const found = this.#had.get(name);
    if (!found) return null;
    this.#had.delete(name);
    this.#had.set(name, found);
    return found;
  }

  #want(kind, tile) {
    const name = nameOf(kind, tile);
    if (this.#coming.has(name) || this.#lost.has(name)) return;
    this.#wanted.push({ kind, tile, name });
    // All wishes of one picture are known before the first of them is fetched.
    queueMicrotask(() => this.#fetchNext());
  }

  #fetchNext() {
    while (this.#coming.size < AT_ONCE && this.#wanted.length) {
      const wish = this.#wanted.shift();
      if (!this.#coming.has(wish.name)) this.#fetch(wish);
    }
  }

  async #fetch({ kind, tile, name }) {
    const stop = new AbortController();
    this.#coming.set(name, stop);
    try {
      const about = { start: tile.start, end: tile.end, columns: COLUMNS, ...(kind === "spectrogram" ? { bands: BANDS } : {}) };
      const answer = await fetch(`${this.base}/${kind}?${new URLSearchParams(about)}`, { credentials: "same-origin", signal: stop.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      this.#keep(name, { data: await answer.arrayBuffer(), start: tile.start, end: tile.end });
    } catch {
      // A stretch that did not come is drawn from the wider one; it is asked for again on the next visit of the page.
      this.#lost.add(name);
    }
    this.#coming.delete(name);
    this.onArrival();
    this.#fetchNext();
  }

  #keep(name, found) {
    this.#had.set(name, found);
    for (const oldest of this.#had.keys()) {
      if (this.#had.size <= KEPT) break;
      // The widest piece is what everything is drawn from until finer ones come.
      if (!/\/0\/0$/.test(oldest)) this.#had.delete(oldest);
    }
  }
}
