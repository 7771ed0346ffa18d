import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../../vendor/htm-preact.js";
import { contrast, frequencies, gainOf, heightOf, paintLevels, paintPeaks, palette } from "./paint.js";
import { Tiles, tilesOf } from "./tiles.js";
import { whole } from "./view.js";

const DENSEST = 2;

/** The pieces of a recording's pictures, and how they are scaled; drawn again whenever one arrives. */
export function usePieces(content, { seconds }) {
  const [arrivals, setArrivals] = useState(0);
  const tiles = useMemo(() => new Tiles(content, () => setArrivals((now) => now + 1)), [content.url]);
  useEffect(() => () => tiles.close(), [tiles]);
  const [all] = tilesOf(whole(seconds), seconds, 1);
  const overview = tiles.best("peaks", all)?.data;
  const levels = tiles.best("spectrogram", all)?.data;
  const gain = useMemo(() => (overview ? gainOf(overview) : 1), [overview]);
  const colours = useMemo(() => palette(...(levels ? contrast(levels) : [0, 255])), [levels]);
  return { tiles, arrivals, gain, colours };
}

/** The size of an element in pixels of the page, as it changes; [ref, {width, height}]. */
export function useSize() {
  const ref = useRef(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const seen = new ResizeObserver(([{ contentRect }]) => setSize({ width: Math.round(contentRect.width), height: Math.round(contentRect.height) }));
    seen.observe(ref.current);
    return () => seen.disconnect();
  }, []);
  return [ref, size];
}

/** Counts up when the theme changes, as colours on a canvas do not follow it by themselves. */
export function useTheme() {
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const changed = () => setChanges((now) => now + 1);
    const seen = new MutationObserver(changed);
    seen.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    const system = matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", changed);
    return () => {
      seen.disconnect();
      system.removeEventListener("change", changed);
    };
  }, []);
  return changes;
}

/** The outline over time, a row a channel. */
export function Outline({ pieces, about, view, label, all = false }) {
  const draw = (context, size) => {
    const colour = getComputedStyle(context.canvas).color;
    for (const tile of tilesOf(view, about.seconds, all ? 1 : size.width)) {
      const piece = pieces.tiles.best("peaks", tile);
      if (piece) paintPeaks(context, { ...size, view, tile, piece, channels: about.channels, gain: pieces.gain, colour });
    }
  };
  return html`<${Picture} className="audio-outline" label=${label} draw=${draw} on=${[pieces.arrivals, pieces.gain, view, about]} />`;
}

/** Frequencies over time, on the mel scale, with some of them written at the side. */
export function Levels({ pieces, about, view, label }) {
  const draw = (context, size) => {
    for (const tile of tilesOf(view, about.seconds, size.width)) {
      const piece = pieces.tiles.best("spectrogram", tile);
      if (piece) paintLevels(context, { ...size, view, tile, piece, colours: pieces.colours });
    }
  };
  return html`<div class="audio-levels">
    <${Picture} className="audio-levels-picture" label=${label} draw=${draw} on=${[pieces.arrivals, pieces.colours, view, about]} />
    ${frequencies(about.rate).map((hertz) => html`<span key=${hertz} class="audio-hertz" aria-hidden="true" style=${{ bottom: `${100 * heightOf(hertz, about.rate)}%` }}>${hertz < 1000 ? hertz : `${hertz / 1000}k`}</span>`)}
  </div>`;
}

function Picture({ className, label, draw, on }) {
  const [ref, size] = useSize();
  const theme = useTheme();
  useLayoutEffect(() => {
    const canvas = ref.current.firstElementChild;
    const dense = Math.min(devicePixelRatio || 1, DENSEST);
    [canvas.width, canvas.height] = [size.width * dense, size.height * dense];
    if (canvas.width && canvas.height) draw(canvas.getContext("2d"), { width: canvas.width, height: canvas.height });
  }, [size, theme, ...on]);
  return html`<div ref=${ref} class=${className}><canvas role="img" aria-label=${label}></canvas></div>`;
}
