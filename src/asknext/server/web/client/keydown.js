import { useEffect, useRef } from "../vendor/htm-preact.js";

/** Hears every key as long as the page stands: `hear(event, about)`, with `about` as it is when the key is pressed. */
export function useKeydown(hear, about) {
  const latest = useRef(about);
  latest.current = about;
  useEffect(() => {
    const listen = (event) => hear(event, latest.current);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
