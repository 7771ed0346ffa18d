import { html, useEffect, useLayoutEffect, useRef, useState } from "../../vendor/htm-preact.js";

/** Relations as arrows from the name of one span to that of the other. Measured again whenever the text changes its shape. */
export function Arrows({ content, relations, active, look, drawn, onActive }) {
  const [lines, setLines] = useState([]);
  const latest = useRef(null);
  latest.current = () => setLines(content.current ? relations.map((one) => lineOf(content.current, one)).filter(Boolean) : []);
  useLayoutEffect(() => latest.current(), [relations, drawn]);
  useEffect(() => {
    const observer = new ResizeObserver(() => latest.current());
    observer.observe(content.current);
    return () => observer.disconnect();
  }, []);
  if (!lines.length) return null;
  return html`<svg class="text-arrows" aria-hidden="true">
    ${lines.map(({ one, path, heads, x, y }) => html`<g key=${one.id} class=${one.id === active ? "on" : ""} onClick=${() => onActive(one.id)}>
      <path class="hit" d=${path} /><path class="line" d=${path} /><path class="head" d=${one.directed === false ? heads.join(" ") : heads[1]} />
      <text x=${x} y=${y}>${look(one).name}</text>
    </g>`)}
  </svg>`;
}

function lineOf(content, one) {
  const [from, to] = [one.source, one.target].map((id) => content.querySelector(`[data-id="${CSS.escape(id)}"]`));
  if (!from || !to) return null;
  return { one, ...curve(content.getBoundingClientRect(), from.getBoundingClientRect(), to.getBoundingClientRect()) };
}

/** An arc above both names: the further apart they are, the higher, but never above the text. */
export function curve(around, from, to) {
  const [x1, x2] = [from, to].map((rect) => rect.left + rect.width / 2 - around.left);
  const [y1, y2] = [from, to].map((rect) => rect.top - around.top);
  const high = Math.max(3, Math.min(y1, y2) - 14 - Math.min(40, Math.abs(x1 - x2) / 12));
  const round = (number) => Math.round(10 * number) / 10;
  const path = `M${round(x1)} ${round(y1)} C${round(x1)} ${round(high)} ${round(x2)} ${round(high)} ${round(x2)} ${round(y2)}`;
  const heads = [[x1, y1], [x2, y2]].map(([x, y]) => `M${round(x)} ${round(y)}l-4.5 -8h9Z`); // an arc ends straight downwards
  return { path, heads, x: round((x1 + x2) / 2), y: round((y1 + y2) / 8 + 0.75 * high) };
}
