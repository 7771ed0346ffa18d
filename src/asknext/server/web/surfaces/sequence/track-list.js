import { html } from "../../vendor/htm-preact.js";
import { t } from "../../client/messages.js";
import { placesOf } from "./gaps.js";
import { isComputed } from "./interpolation.js";

/** Every track on the time of the video: where it was placed (full), interpolated (hollow); a press on a mark goes there. */
export function TrackList({ tracks, frames, count, place, held, look, readOnly, onMark, act }) {
  const places = new Map(placesOf(frames, count).map((at, which) => [frames[which].index, at]));
  const now = places.get(frames[place].index);
  if (!tracks.length) return html`<p class="quiet small sequence-none">${t("sequence.tracks.none")}</p>`;
  return html`<ul class="sequence-tracks" aria-label=${t("sequence.tracks")}>
    ${tracks.map((track) => html`<${Track} key=${track.id} track=${track} places=${places} now=${now} held=${track.id === held} look=${look} readOnly=${readOnly} onMark=${onMark} act=${act} />`)}
  </ul>`;
}

function Track({ track, places, now, held, look, readOnly, onMark, act }) {
  const { name, colour } = look(track.shapes[0]);
  const named = t("sequence.track", { track: track.id, name });
  const button = (what, label, path) => html`<button type="button" class="icon-button small" title=${t(label)} aria-label=${`${t(label)}: ${named}`} onClick=${() => act[what](track.id)}><svg viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${path} /></svg></button>`;
  const marks = [...new Map(track.shapes.map((each) => [each.frame, each])).values()];
  return html`<li class="sequence-track ${held ? "held" : ""}">
    <span class="sequence-track-name" dir="auto"><i style=${{ background: colour }}></i>${named}</span>
    <span class="sequence-line"><span class="sequence-now" style=${{ left: `${100 * now}%` }}></span>
      ${marks.map((each) => html`<button key=${each.frame} type="button" class="sequence-mark ${isComputed(each) ? "hollow" : ""}" style=${{ left: `${100 * (places.get(each.frame) ?? 0)}%`, "--colour": colour }} aria-label=${t(isComputed(each) ? "sequence.mark.computed" : "sequence.mark", { track: named, frame: each.frame })} onClick=${() => onMark(each)}></button>`)}
    </span>
    ${!readOnly && html`<span class="sequence-acts">
      ${button("fill", "sequence.fill", "M4 18L20 6M4 18h.01M20 6h.01M12 12h.01")}
      ${button("end", "sequence.end", "M5 12h10M11 8l4 4-4 4M19 5v14")}
      ${button("remove", "sequence.remove", "M6 6l12 12M18 6L6 18")}
    </span>`}
  </li>`;
}
