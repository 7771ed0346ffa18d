import { html } from "../vendor/htm-preact.js";
import { decimal, integer, t } from "../client/messages.js";
import { DataTable } from "./data-table.js";
import { axis, colour, Plot, wide } from "./plot.js";

export function Contradiction({ points }) {
  const known = points.filter((point) => point.value !== null);
  return html`<section class="card contradiction" aria-labelledby="contradiction-title">
    <header class="card-head"><div><h2 id="contradiction-title">${t("dashboard.contradiction")}</h2><p class="quiet">${t("dashboard.contradiction.hint")}</p></div></header>
    ${known.length ? html`<${Drawn} points=${known} />` : html`<div class="empty"><p class="quiet">${t("dashboard.contradiction.empty")}</p></div>`}
  </section>`;
}

function Drawn({ points }) {
  const last = points[points.length - 1];
  const data = [points.map((point) => point.labels), points.map((point) => point.value)];
  const options = () => ({
    padding: [12, 16, 0, 0],
    scales: { x: { time: false, range: wide }, y: { range: (_, low, high) => [0, Math.max(0.1, Math.min(1, high * 1.15))] } },
    axes: [axis(t("dashboard.labels"), { size: 30 }), axis("", { size: 48, labelSize: 0 })],
    series: [{}, { stroke: colour("chart-active"), width: 2, fill: `${colour("chart-active")}1c`, points: { show: points.length < 30, size: 5 } }],
  });
  return html`<${Plot} name=${`${t("dashboard.contradiction")}: ${decimal(last.value)} (${integer(last.labels)} ${t("dashboard.labels")})`} data=${data} options=${options} height=${180} />
    <${DataTable} caption=${t("dashboard.contradiction")} heads=${[t("dashboard.labels"), t("dashboard.contradiction")]} rows=${points.map((point) => [integer(point.labels), decimal(point.value, 3)])} />`;
}
