import { useEffect, useState } from "../vendor/htm-preact.js";
import { Away, get } from "./api.js";

/** The answer to a GET, asked for again every `pause` milliseconds while the page can be seen; null before the first. */
export function usePolling(path, pause, options = {}) {
  const [answer, setAnswer] = useState({ data: null, problem: null });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let over = false;
    let timer = null;
    const ask = async () => {
      try {
        if (!document.hidden) {
          const data = await get(path, options);
          if (!over) setAnswer({ data, problem: null });
        }
      } catch (error) {
        if (!over && !(error instanceof Away)) setAnswer((last) => ({ ...last, problem: error.message }));
      }
      if (!over) timer = setTimeout(ask, pause);
    };
    ask();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [path, round]);
  return { ...answer, again: () => setRound((last) => last + 1) };
}
