import { html } from "../vendor/htm-preact.js";
import { decimal, integer, t } from "../client/messages.js";
import { BINS, SHAPES, lookOf } from "./colours.js";

/** What colours and shapes mean; each line hides or shows its points. `only(codes)` shows no others. */
export function Legend({ coloured, theme, hidden, onHidden }) {
  const { legend, range } = coloured;
  const toggle = (code) => onHidden(new Set(hidden.has(code) ? [...hidden].filter((one) => one !== code) : [...hidden, code]));
  const only = (code) => onHidden(new Set(legend.map((one) => one.code).filter((one) => one !== code)));
  return html`<section class="legend" aria-label=${t("explore.legend")}>
    ${range && html`<${Range} range=${range} theme=${theme} hidden=${hidden} onHidden=${onHidden} />`}
    <ul>${legend.map((one) => html`<li key=${one.code} class="legend-line">
      <label class="check"><input type="checkbox" checked=${!hidden.has(one.code)} onChange=${() => toggle(one.code)} />
        <${Mark} look=${lookOf(one.code, range, theme)} /><span class="legend-name" dir="auto">${one.name}</span></label>
      <span class="number quiet">${integer(one.count)}</span>
      ${!range && legend.length > 1 && html`<button type="button" class="button small legend-only" aria-label=${t("explore.only.of", { name: one.name })} onClick=${() => only(one.code)}>${t("explore.only")}</button>`}
    </li>`)}</ul>
    ${hidden.size > 0 && html`<button type="button" class="button small" onClick=${() => onHidden(new Set())}>${t("explore.show.all")}</button>`}
  </section>`;
}

const OUTLINES = { circle: "M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9", square: "M2 2h8v8H2Z", triangle: "M6 1.2 11 10.5H1Z", diamond: "M6 .8 11.2 6 6 11.2.8 6Z" };

function Mark({ look: [colour, shape] }) {
  return html`<svg class="legend-mark" viewBox="0 0 12 12" aria-hidden="true" style=${{ color: colour }}><path d=${OUTLINES[SHAPES[shape]]} /></svg>`;
}

/** The colours of an order from low to high, and two sliders that leave out what is beyond. */
function Range({ range: [low, high], theme, hidden, onHidden }) {
  const codes = Array.from({ length: BINS }, (_, at) => at + 1);
  const shown = codes.filter((code) => !hidden.has(code));
  const [first, last] = shown.length ? [shown[0], shown.at(-1)] : [1, BINS];
  const value = (code) => low + ((code - 1) / (BINS - 1)) * (high - low);
  const limit = (from, to) => onHidden(new Set([...[...hidden].filter((code) => code === 0), ...codes.filter((code) => code < from || code > to)]));
  return html`<div class="legend-range">
    <div class="legend-ramp" aria-hidden="true">${codes.filter((code) => code % 2).map((code) => html`<span style=${{ background: lookOf(code, [low, high], theme)[0] }}></span>`)}</div>
    <div class="row between number"><span>${decimal(low, 3)}</span><span>${decimal(high, 3)}</span></div>
    <label class="field"><span>${t("explore.from", { value: decimal(value(first), 3) })}</span><input type="range" min="1" max=${BINS} value=${first} onInput=${(event) => limit(Math.min(Number(event.target.value), last), last)} /></label>
    <label class="field"><span>${t("explore.to", { value: decimal(value(last), 3) })}</span><input type="range" min="1" max=${BINS} value=${last} onInput=${(event) => limit(first, Math.max(Number(event.target.value), first))} /></label>
  </div>`;
}
