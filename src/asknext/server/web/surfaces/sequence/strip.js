import { html, useEffect, useRef } from "../../vendor/htm-preact.js";
import { decimal, t } from "../../client/messages.js";
import { asked } from "../../client/place.js";
import { gapsOf } from "./gaps.js";

export const when = (frame) => (Number.isFinite(frame.seconds) ? t("sequence.seconds", { seconds: decimal(frame.seconds, 1) }) : "");

const missing = (gap) => (gap.seconds === null ? t("sequence.gap", { count: gap.left }) : t("sequence.gap.time", { left: t("sequence.gap", { count: gap.left }), seconds: decimal(gap.seconds, 1) }));

/** The chosen frames in a row, what was left out between them to scale. */
export function Strip({ frames, place, counts, onPlace }) {
  const gaps = gapsOf(frames);
  const list = useRef(null);
  useEffect(() => {
    list.current.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [place]);
  return html`<ol class="sequence-strip" ref=${list} aria-label=${t("sequence.frames")}>
    ${frames.map((frame, at) => html`<li key=${frame.index}>
      ${at > 0 && html`<${Gap} gap=${gaps[at - 1]} />`}
      <button type="button" class="sequence-frame" aria-current=${at === place ? "true" : undefined} onClick=${(event) => choose(event, () => onPlace(at))}>
        <span class="unseen">${t("sequence.frame.at", { number: at + 1, index: frame.index, time: when(frame), count: counts.get(frame.index) ?? 0 })}</span>
        <img src=${asked(frame.image)} alt="" loading="lazy" decoding="async" draggable=${false} />
        <span class="sequence-caption" aria-hidden="true"><span>${frame.index}</span><span>${when(frame)}</span>${counts.get(frame.index) ? html`<b>${counts.get(frame.index)}</b>` : ""}</span>
      </button>
    </li>`)}
  </ol>`;
}

// A button that was pressed with the mouse gives the keys back to the page.
function choose(event, work) {
  if (event.detail > 0) event.currentTarget.blur();
  work();
}

function Gap({ gap }) {
  if (!gap.left) return null;
  return html`<span class="sequence-gap" style=${{ width: `${gap.width}rem` }} title=${missing(gap)}><span class="sequence-gap-text">${gap.width > 5 ? missing(gap) : gap.left}</span><span class="unseen">${missing(gap)}</span></span>`;
}
