import { useMemo } from "../vendor/htm-preact.js";

/** The keys that a surface has bound: {bind, all()}, as long as the page stands. `taken`: keys of classes. */
export function useBoundKeys(taken) {
  const lists = useMemo(() => new Set(), []);
  return {
    bind: (keys) => {
      lists.add(keys);
      return () => lists.delete(keys);
    },
    // A letter that is the key of a class is pressed with Shift.
    all: () => [...lists].flat().map((one) => (taken.has(one.key) ? { ...one, shift: true } : one)),
  };
}
