/** Seconds of attention: a hidden tab and a pause longer than `idle` without any input do not count. */
const IDLE = 60_000;
const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart", "focus"];

export class Stopwatch {
  #spent = 0;
  #since = performance.now();
  #looking = !document.hidden;
  lastSign = Date.now();

  constructor() {
    const options = { passive: true, capture: true };
    for (const sign of SIGNS) addEventListener(sign, () => this.#mark(), options);
    document.addEventListener("visibilitychange", () => {
      this.#mark();
      this.#looking = !document.hidden;
    });
  }

  #mark() {
    const now = performance.now();
    if (this.#looking) this.#spent += Math.min(now - this.#since, IDLE);
    this.#since = now;
    this.lastSign = Date.now();
  }

  restart() {
    this.#spent = 0;
    this.#since = performance.now();
  }

  get seconds() {
    const open = this.#looking ? Math.min(performance.now() - this.#since, IDLE) : 0;
    return Math.round(this.#spent + open) / 1000;
  }
}
