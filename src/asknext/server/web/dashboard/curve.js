import { html } from "../vendor/htm-preact.js";
import { decimal, integer, t } from "../client/messages.js";
import { DataTable } from "./data-table.js";
import { axis, colour, edge, Plot, wide } from "./plot.js";
import { reading } from "./reading.js";
import { words } from "./tiles.js";

/** The learning curve on control answers with its interval, and the shadow model's that saw random labels only. */
export function Curve({ data, wide: whole = false }) {
  const { curve, shadow, metric, needed, progress } = data;
  const name = data.metric_words ?? words(metric?.name ?? metric ?? t("dashboard.score"));
  return html`<section class="card curve ${whole ? "whole" : ""}" aria-labelledby="curve-title">
    <header class="card-head"><div><h2 id="curve-title">${t("dashboard.curve")}</h2>
      <p class="quiet">${t("dashboard.curve.metric", { metric: name })}</p>
      ${data.beside && html`<p class="quiet">${t("dashboard.curve.beside", { name: words(data.beside.name), score: decimal(data.beside.score, 2), low: decimal(data.beside.low, 2), high: decimal(data.beside.high, 2) })}</p>`}</div>
      ${curve.length > 0 && html`<${Legend} shadow=${shadow.length > 0} />`}</header>
    ${curve.length ? html`<${Drawn} curve=${curve} shadow=${shadow} name=${name} goal=${goalOf(needed)} />` : html`<${NoCurve} count=${progress.control_labels} sentence=${data.curve_sentence} />`}
  </section>`;
}

const goalOf = (needed) => (typeof needed?.target === "object" ? needed.target?.value : needed?.target) ?? null;

function NoCurve({ count, sentence }) {
  return html`<div class="empty"><p>${sentence ?? t("dashboard.curve.empty")}</p><p class="quiet">${t("dashboard.curve.count", { count })}</p></div>`;
}

function Legend({ shadow }) {
  return html`<ul class="legend">
    <li><span class="swatch active"></span>${t("dashboard.curve.active")}</li>
    <li><span class="swatch band"></span>${t("dashboard.curve.interval")}</li>
    ${shadow && html`<li><span class="swatch shadow"></span>${t("dashboard.curve.shadow")}</li>`}
  </ul>`;
}

function Drawn({ curve, shadow, name, goal }) {
  const first = curve[0];
  const last = curve[curve.length - 1];
  const summary = `${t("dashboard.curve")}: ${t("dashboard.curve.summary", { first: decimal(first.score), from: first.labels, last: decimal(last.score), to: last.labels })}`;
  const heads = ["labels", "score", "low", "high", "answers", "shadow"].map((one) => t(`dashboard.${one}`));
  const at = new Map(shadow.map((point) => [point.labels, point.score]));
  const rows = curve.map((point) => [integer(point.labels), decimal(point.score, 3), decimal(point.low, 3), decimal(point.high, 3), integer(point.n), at.has(point.labels) ? decimal(at.get(point.labels), 3) : "–"]);
  return html`<${Plot} name=${summary} data=${table(curve, shadow, goal)} options=${() => options(name, goal, curve.length <= 30)} height=${300} />
    <${DataTable} caption=${t("dashboard.curve")} heads=${heads} rows=${rows} />`;
}

function table(curve, shadow, goal) {
  const labels = [...new Set([...curve, ...shadow].map((point) => point.labels))].sort((a, b) => a - b);
  const active = new Map(curve.map((point) => [point.labels, point]));
  const random = new Map(shadow.map((point) => [point.labels, point]));
  const column = (points, field) => labels.map((at) => points.get(at)?.[field] ?? null);
  return [labels, column(active, "high"), column(active, "low"), column(random, "score"), column(active, "score"), labels.map(() => goal)];
}

function options(name, goal, few) {
  const line = (stroke, more = {}) => ({ stroke, width: 2.5, spanGaps: true, points: { show: false }, ...more });
  const active = colour("chart-active");
  return {
    padding: [12, 16, 0, 0],
    scales: { x: { time: false, range: wide }, y: { range: (_, low, high) => bounds(low, high) } },
    axes: [axis(t("dashboard.labels"), { size: 30 }), axis(name, { size: 48 })],
    bands: [{ series: [1, 2], fill: `${active}26` }],
    series: [{}, edge(), edge(), line(colour("chart-shadow"), { dash: [6, 5] }), line(active, { points: { show: few, size: 6, fill: active } }), line(colour("quiet"), { width: goal ? 1 : 0, dash: [2, 4] })],
    plugins: [reading(said)],
  };
}

function bounds(low, high) {
  const margin = Math.max((high - low) * 0.08, 0.02);
  const most = high > 1 ? Infinity : 1.005; // shares end at 1, errors need not
  return [Math.max(0, low - margin), Math.min(most, high + margin)];
}

/** The score at a number of labels with its interval, and the shadow model's; null where none was measured there. */
function said(chart, place) {
  const [labels, high, low, random, score] = chart.data.map((column) => column[place]);
  if (score === null || score === undefined) return null;
  const shadow = random === null ? "" : ` · ${t("dashboard.shadow")} ${decimal(random, 3)}`;
  return `${integer(labels)} ${t("dashboard.labels")}: ${decimal(score, 3)} (${decimal(low, 2)}–${decimal(high, 2)})${shadow}`;
}
