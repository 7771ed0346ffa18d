import { html } from "../vendor/htm-preact.js";

/** How a class is drawn: a stroke in its colour and with its dashes. */
export function Swatch({ look }) {
  return html`<svg class="annotation-swatch" viewBox="0 0 26 14" aria-hidden="true"><rect x="1.5" y="1.5" width="23" height="11" rx="3" fill=${look.colour} fill-opacity="0.25" stroke=${look.colour} stroke-width="3" stroke-dasharray=${look.dash.join(" ") || undefined} /></svg>`;
}
