import { html, useEffect, useRef } from "../../vendor/htm-preact.js";
import { t } from "../../client/messages.js";
import { useStore } from "../../client/store.js";
import { RATES } from "./player.js";
import { clock } from "./view.js";

/** Play, speed, loop, zoom. `act(key)` does what the key does. */
export function Bar({ player, about, levels, act, onHead }) {
  const { playing, rate, loop, broken } = useStore(player);
  const button = (key, label, mark, more = {}) => html`<button type="button" class="icon-button" aria-label=${label} title=${label} onClick=${() => act(key)} ...${more}>${mark}</button>`;
  return html`<div class="audio-bar">
    ${button(" ", playing ? t("audio.pause") : t("audio.play"), html`<${Sign} path=${playing ? "M8 5v14M16 5v14" : "M8 5l11 7-11 7z"} />`, { disabled: broken, "data-play": true })}
    <${Clock} player=${player} about=${about} onHead=${onHead} />
    <label class="audio-rate"><span class="unseen">${t("audio.rate")}</span>
      <select value=${String(rate)} onChange=${(event) => player.setRate(Number(event.target.value))}>
        ${RATES.map((each) => html`<option key=${each} value=${String(each)} selected=${each === rate}>${each}×</option>`)}
      </select>
    </label>
    ${button("l", t("audio.loop"), html`<${Sign} path="M17 2l4 4-4 4M3 11V9a3 3 0 0 1 3-3h15M7 22l-4-4 4-4M21 13v2a3 3 0 0 1-3 3H3" />`, { "aria-pressed": String(Boolean(loop)) })}
    <span class="audio-gap"></span>
    ${button("v", t("audio.levels.show"), html`<${Sign} path="M4 20V10M9 20V4M14 20v-8M19 20V7" />`, { "aria-pressed": String(levels) })}
    ${button("-", t("audio.farther"), html`<${Sign} path="M5 12h14" />`)}
    ${button("+", t("audio.nearer"), html`<${Sign} path="M5 12h14M12 5v14" />`)}
  </div>`;
}

const Sign = ({ path }) => html`<svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${path} /></svg>`;

/** Where the head is. Written past Preact, as it changes with every frame of the screen. */
function Clock({ player, about, onHead }) {
  const ref = useRef(null);
  useEffect(() => onHead((head) => (ref.current.textContent = clock(head))), [onHead]);
  return html`<span class="audio-clock"><span ref=${ref}></span> <span class="quiet">/ ${clock(about.seconds)}</span></span>`;
}
