import { projectKey } from "../client/project.js";

const MOST = 40;
const START = "asknext.draft/";

/**
 * Unfinished work of this browser, one draft an item: written while somebody works, so that a reload, a crash or a lost
 * network takes nothing away. `forgetful`: the browser does not keep it.
 */
export class Drafts {
  forgetful = false;

  /** `kind`: what kind of work it is, where it is not an annotator's own. */
  constructor(project, kind = "") {
    this.start = `${START}${projectKey(project)}/${kind}`;
  }

  /** {value, gone} of the item, or null. */
  of(item) {
    try {
      const { value, gone } = JSON.parse(localStorage.getItem(this.start + item)) ?? {};
      return Array.isArray(value) && Array.isArray(gone) ? { value, gone } : null;
    } catch {
      return null;
    }
  }

  keep(item, { value, gone }) {
    const text = JSON.stringify({ value, gone, at: Date.now() });
    try {
      this.#prune(MOST - 1, this.start + item);
      localStorage.setItem(this.start + item, text);
    } catch {
      this.#again(this.start + item, text);
    }
  }

  /** Full: older drafts make room for the one at hand. */
  #again(key, text) {
    try {
      this.#prune(MOST / 8, key);
      localStorage.setItem(key, text);
    } catch {
      this.forgetful = true;
    }
  }

  drop(item) {
    try {
      localStorage.removeItem(this.start + item);
    } catch {
      // Nothing was kept where storage is forbidden.
    }
  }

  #prune(most, except) {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(START) && key !== except);
    if (keys.length <= most) return;
    const age = (key) => JSON.parse(localStorage.getItem(key))?.at ?? 0;
    keys.sort((one, other) => age(other) - age(one));
    for (const key of keys.slice(most)) localStorage.removeItem(key);
  }
}
