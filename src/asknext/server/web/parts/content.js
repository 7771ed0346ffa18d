import { html, useEffect, useRef, useState } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { asked } from "../client/place.js";

/** What there is to see of an item. Outside data is only ever put into text nodes and attributes, never into markup. */
export function Content({ content, zoom = 1, onZoom }) {
  if (content.kind === "image") return html`<${Picture} content=${content} zoom=${zoom} onZoom=${onZoom} />`;
  if (content.kind === "frames") return html`<${Frames} content=${content} zoom=${zoom} onZoom=${onZoom} />`;
  if (content.kind === "audio") return html`<figure class="recording"><figcaption class="quiet" dir="auto">${content.alt}</figcaption><audio controls preload="metadata" src=${asked(content.url)}></audio></figure>`;
  if (content.kind === "pair") return html`<div class="pair-content"><${Content} content=${content.left} /><${Content} content=${content.right} /></div>`;
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

/** The first of the frames stands for all of them. */
function Frames({ content, zoom, onZoom }) {
  return html`<${Picture} content=${{ url: content.frames[0]?.image ?? "", alt: content.video }} zoom=${zoom} onZoom=${onZoom} />
    <p class="quiet small">${t("label.frames", { count: content.frames.length })}</p>`;
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
