import { html, useEffect, useRef, useState } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { asked } from "../client/place.js";

/** What there is to see of an item. Outside data is only ever put into text nodes and attributes, never into markup. */
export function Content({ content, zoom = 1, onZoom }) {
  if (content.kind === "image") return html`<${Picture} content=${content} zoom=${zoom} onZoom=${onZoom} />`;
  if (content.kind === "row") return html`<${Row} columns=${content.columns} />`;
  return html`<${Text} text=${content.text} />`;
}

const SHORT = 180;
const LONG = 900;

function Text({ text }) {
  const size = text.length <= SHORT ? "short" : text.length <= LONG ? "medium" : "long";
  return html`<p class="text ${size}" dir="auto">${text}</p>`;
}

function Row({ columns }) {
  return html`<dl class="columns">
    ${columns.map(([name, value]) => html`<div><dt dir="auto">${name}</dt><dd dir="auto">${value === null || value === "" ? "–" : String(value)}</dd></div>`)}
  </dl>`;
}

function Picture({ content, zoom, onZoom }) {
  const [failed, setFailed] = useState(false);
  const frame = useRef(null);
  useEffect(() => setFailed(false), [content.url]);
  useEffect(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = frame.current ?? {};
    frame.current?.scrollTo((scrollWidth - clientWidth) / 2, (scrollHeight - clientHeight) / 2);
  }, [zoom]);
  if (failed) return html`<p class="text medium quiet">${t("label.image.failed")} (${content.alt})</p>`;
  const side = `${zoom * 100}%`;
  return html`<div ref=${frame} class="picture ${zoom > 1 ? "zoomed" : ""}" data-pan>
    <img src=${asked(content.url)} alt=${content.alt || ""} style=${{ width: side, height: side }} draggable=${false}
      onError=${() => setFailed(true)} onClick=${onZoom} />
  </div>`;
}
