import { html, useEffect, useRef, useState } from "../vendor/htm-preact.js";
import uPlot from "../vendor/uplot.js";
import { THEME_CHANGED } from "../parts/theme-button.js";

/** A colour of the page's theme, for the canvas. */
export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** How an axis looks in the theme of the moment. */
export function axis(label, more = {}) {
  const font = getComputedStyle(document.body).fontFamily;
  return { label, stroke: colour("quiet"), font: `12px ${font}`, labelFont: `12px ${font}`, labelSize: 22, labelGap: 4, ticks: { show: false }, grid: { stroke: colour("line"), width: 1 }, ...more };
}

/** The range of an axis: that of its values, and about a single one. */
export const wide = (_, low, high) => (low === high ? [low - 1, high + 1] : [low, high]);

/** The edge of a band, which is not drawn itself. */
export const edge = () => ({ stroke: "transparent", width: 0, spanGaps: true, points: { show: false } });

/** A chart as wide as its place, drawn again when data or theme change. `name` is what a screen reader says. */
export function Plot({ name, data, options, height = 300 }) {
  const place = useRef(null);
  const [theme, setTheme] = useState(0);
  useEffect(() => {
    const redraw = () => setTheme((last) => last + 1);
    const system = matchMedia("(prefers-color-scheme: dark)");
    addEventListener(THEME_CHANGED, redraw);
    system.addEventListener("change", redraw);
    return () => {
      removeEventListener(THEME_CHANGED, redraw);
      system.removeEventListener("change", redraw);
    };
  }, []);
  useEffect(() => {
    const width = () => Math.max(place.current.clientWidth, 200);
    const chart = new uPlot({ ...options(), width: width(), height, legend: { show: false }, cursor: { y: false, points: { size: 7 } } }, data, place.current);
    const observer = new ResizeObserver(() => chart.setSize({ width: width(), height }));
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [JSON.stringify(data), theme]);
  return html`<div class="plot" ref=${place} role="img" aria-label=${name} style=${{ height: `${height}px` }}></div>`;
}
