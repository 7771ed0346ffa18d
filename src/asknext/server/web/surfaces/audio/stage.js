import { html, useEffect, useRef } from "../../vendor/htm-preact.js";
import { t } from "../../client/messages.js";
import { Levels, Outline } from "./pictures.js";
import { useGestures } from "./gestures.js";
import { lanesOf } from "./lanes.js";
import { clock, momentAt, shareOf, spanOf, ticks, whole } from "./view.js";

const percent = (share) => `${(100 * share).toFixed(4)}%`;

/** How a region is read out: "speech, 0:01.200 to 0:02.350". */
export const spoken = (region, look) => t("audio.region", { name: look(region).name || t("audio.no.class"), start: clock(region.start), end: clock(region.end) });

/** The outline, the frequencies, and the regions over both of them. */
export function Stage(props) {
  const { pieces, about, view, levels, regions, draft, mark, active, onHead, gestures } = props;
  const ref = useRef(null);
  useGestures(ref, gestures);
  const drawn = [...regions.filter((each) => each.id !== draft?.id), ...(draft ? [{ ...draft, id: draft.id ?? "" }] : [])];
  const lanes = lanesOf(drawn);
  const count = Math.max(...lanes.values(), 0) + 1;
  const seen = drawn.filter((each) => each.end > view.from && each.start < view.to);
  return html`<div class="audio-stage" ref=${ref} data-stage>
    <${Ruler} view=${view} />
    <div class="audio-lanes" style=${{ height: `${Math.min(count, 6) * 1.6}rem` }}>
      <div class="audio-lanes-inner" style=${{ height: `${count * 1.6}rem` }}>
        ${seen.map((each) => html`<${Region} ...${props} key=${each.id} region=${each} lane=${lanes.get(each.id)} active=${each.id === active?.id} />`)}
      </div>
    </div>
    <div class="audio-pictures">
      <${Outline} pieces=${pieces} about=${about} view=${view} label=${t("audio.outline")} />
      ${levels && html`<${Levels} pieces=${pieces} about=${about} view=${view} label=${t("audio.levels")} />`}
      ${seen.map((each) => html`<${Band} ...${props} key=${each.id} region=${each} active=${each.id === active?.id} />`)}
      ${mark !== null && html`<span class="audio-mark" style=${{ left: percent(shareOf(view, mark)) }}></span>`}
    </div>
    <${Head} view=${view} onHead=${onHead} />
  </div>`;
}

function place(region, view) {
  return { left: percent(shareOf(view, region.start)), width: percent((region.end - region.start) / spanOf(view)) };
}

/** The bar of a region in its lane: what is taken hold of to move it, and its ends to make it longer or shorter. */
function Region({ region, lane, active, view, look, part, readOnly }) {
  const { colour, ink, name, sign } = look(region);
  const label = spoken(region, look);
  const before = Math.max(view.from - region.start, 0) / (region.end - region.start);
  const hold = (which) => html`<span class="audio-hold ${which} ${active && part === which ? "held" : ""}" data-region=${region.id} data-part=${which}></span>`;
  return html`<div class="audio-region ${active ? "active" : ""} ${region.ghost ? "ghost" : ""}" title=${label} data-region=${region.id} data-part="whole"
    style=${{ ...place(region, view), top: `${lane * 1.6}rem`, "--colour": colour, "--ink": ink }}>
    <span class="audio-name" style=${{ marginLeft: percent(Math.min(before, 1)) }}><b>${sign}</b> ${name}${region.ghost ? "?" : ""}${region.channel === undefined || region.channel === null ? "" : ` · ${region.channel + 1}`}</span>
    ${!region.ghost && !readOnly && region.id && [hold("start"), hold("end")]}
  </div>`;
}

function Band({ region, active, view, look, readOnly }) {
  const hold = (which) => html`<span class="audio-edge ${which}" data-region=${region.id} data-part=${which}></span>`;
  return html`<div class="audio-band ${active ? "active" : ""} ${region.ghost ? "ghost" : ""}" style=${{ ...place(region, view), "--colour": look(region).colour }}>
    ${active && !region.ghost && !readOnly && [hold("start"), hold("end")]}
  </div>`;
}

function Ruler({ view }) {
  const most = Math.max(Math.floor(Math.min(innerWidth, 1400) / 110), 3);
  return html`<div class="audio-ruler" aria-hidden="true">
    ${ticks(view, most).map(({ at, text }) => html`<span key=${text} style=${{ left: percent(shareOf(view, at)) }}>${text}</span>`)}
  </div>`;
}

/** The line of the play head. Moved past Preact, as it goes on with every frame of the screen. */
function Head({ view, onHead }) {
  const ref = useRef(null);
  useEffect(() => onHead((head) => {
    const share = shareOf(view, head);
    ref.current.hidden = share < 0 || share > 1;
    ref.current.style.left = percent(share);
  }), [view]);
  return html`<span class="audio-head" ref=${ref}></span>`;
}

/** The whole recording small, with what is shown of it framed; a press or a drag goes there. */
export function Overview({ pieces, about, view, regions, look, setView, onHead }) {
  const ref = useRef(null);
  const all = whole(about.seconds);
  const go = (event) => {
    if (!event.buttons) return;
    const { left, width } = ref.current.getBoundingClientRect();
    const middle = momentAt(all, (event.clientX - left) / width);
    const from = Math.min(Math.max(middle - spanOf(view) / 2, 0), about.seconds - spanOf(view));
    setView({ from, to: from + spanOf(view) });
  };
  const take = (event) => {
    ref.current.setPointerCapture(event.pointerId);
    go(event);
  };
  if (spanOf(view) >= 0.999 * about.seconds) return null;
  return html`<div class="audio-overview" ref=${ref} onPointerDown=${take} onPointerMove=${go}>
    <${Outline} pieces=${pieces} about=${about} view=${all} label=${t("audio.overview")} all />
    ${regions.map((each) => html`<span key=${each.id} class="audio-overview-region" style=${{ ...place(each, all), "--colour": look(each).colour }}></span>`)}
    <span class="audio-window" style=${{ left: percent(view.from / about.seconds), width: percent(spanOf(view) / about.seconds) }}></span>
    <${Head} view=${all} onHead=${onHead} />
  </div>`;
}
