import { useEffect, useState } from "../vendor/htm-preact.js";

/** State outside the components: pages draw it, work changes it. */
export class Store {
  #listeners = new Set();

  constructor(state) {
    this.state = state;
  }

  set(change) {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener(this.state);
  }

  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

export function useStore(store) {
  const [state, setState] = useState(store.state);
  useEffect(() => {
    setState(store.state);
    return store.subscribe(setState);
  }, [store]);
  return state;
}
