import { useState } from "../vendor/htm-preact.js";

/** The points that are chosen: `marks` has one byte a point, `chosen` is their list in order. */
export function useChosen(length) {
  const [held, setHeld] = useState(() => ({ marks: new Uint8Array(length), chosen: [] }));
  const choose = (points, how) => {
    setHeld((last) => {
      const marks = how === "new" ? new Uint8Array(length) : last.marks.slice();
      for (const point of points) marks[point] = how === "less" ? 0 : 1;
      const chosen = [];
      for (let at = 0; at < length; at++) if (marks[at]) chosen.push(at);
      return { marks, chosen };
    });
  };
  return { ...held, choose, clear: () => setHeld({ marks: new Uint8Array(length), chosen: [] }) };
}
