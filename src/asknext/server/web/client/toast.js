import { Store } from "./store.js";
import { alarm, announce } from "./announce.js";

/** Short notices at the edge of the page, spoken too. */
export const toasts = new Store({ list: [] });
let last = 0;

export function toast(text, { bad = false, seconds = bad ? 8 : 3 } = {}) {
  const id = ++last;
  toasts.set({ list: [...toasts.state.list.slice(-2), { id, text, bad }] });
  (bad ? alarm : announce)(text);
  setTimeout(() => dismiss(id), seconds * 1000);
}

export function dismiss(id) {
  toasts.set({ list: toasts.state.list.filter((one) => one.id !== id) });
}
