import { useEffect } from "../vendor/htm-preact.js";

const PAUSE = 200;

/** Keeps unfinished work in the browser a moment after each step, and asks before the page is left with some. */
export function useDraft(drafts, item, editing) {
  useEffect(() => {
    if (!drafts || !item) return undefined;
    let timer = null;
    const save = () => {
      clearTimeout(timer);
      timer = null;
      if (editing.settled) return;
      if (editing.state.touched) drafts.keep(item.item, editing.state);
      else drafts.drop(item.item);
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    };
    const guard = (event) => {
      if (timer) save();
      if (editing.state.touched && !editing.settled) event.preventDefault();
    };
    const stop = editing.subscribe(later);
    addEventListener("beforeunload", guard);
    return () => {
      stop();
      removeEventListener("beforeunload", guard);
      if (timer) save();
    };
  }, [editing]);
}
