import { useEffect, useMemo, useRef } from "../../vendor/htm-preact.js";
import { Store } from "../../client/store.js";
import { asked } from "../../client/place.js";

export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2];

/** Plays a recording as it comes over the network; at most one stretch of it is heard again and again. */
class Player extends Store {
  constructor(content) {
    super({ playing: false, rate: 1, loop: null, broken: false });
    this.head = 0;
    this.element = new Audio();
    this.element.preload = "metadata";
    this.element.src = asked(content.url);
    this.element.addEventListener("play", () => this.#started());
    this.element.addEventListener("pause", () => this.set({ playing: false }));
    this.element.addEventListener("ended", () => this.set({ playing: false }));
    this.element.addEventListener("error", () => this.set({ broken: true, playing: false }));
    this.until = null;
    this.onHead = () => {};
  }

  toggle() {
    if (this.state.playing) this.element.pause();
    else this.play();
  }

  /** From where the head is; or from `from` to `until`. */
  play(from = null, until = null) {
    if (from !== null) this.seek(from);
    else if (this.element.ended) this.seek(0);
    this.until = until;
    this.element.play().catch(() => this.set({ playing: false }));
  }

  seek(to) {
    this.head = Math.max(to, 0);
    this.until = null;
    if (Number.isFinite(this.head)) this.element.currentTime = this.head;
    this.onHead(this.head);
  }

  setRate(rate) {
    this.element.playbackRate = rate;
    this.set({ rate });
  }

  /** `loop`: {start, end} or null. */
  setLoop(loop) {
    this.set({ loop });
    if (loop) this.play(loop.start);
  }

  close() {
    this.element.pause();
    this.onHead = () => {};
    this.element.removeAttribute("src");
    this.element.load();
  }

  #started() {
    this.set({ playing: true });
    this.#follow();
  }

  #follow() {
    if (!this.state.playing) return;
    this.head = this.element.currentTime;
    const { loop } = this.state;
    if (loop && this.head >= loop.end) this.seek(loop.start);
    if (this.until !== null && this.head >= this.until) this.#stopAt(this.until);
    this.onHead(this.head);
    requestAnimationFrame(() => this.#follow());
  }

  #stopAt(at) {
    this.element.pause();
    this.seek(at);
  }
}

/** The player of a content, as long as it is on the screen. */
export function usePlayer(content) {
  const player = useMemo(() => new Player(content), [content.url]);
  const latest = useRef(player);
  latest.current = player;
  useEffect(() => () => player.close(), [player]);
  return player;
}
