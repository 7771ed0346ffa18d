import { html } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { DataTable } from "../dashboard/data-table.js";
import { axis, colour, Plot, wide } from "../dashboard/plot.js";
import { shown } from "./figures.js";

/** A chart of the report: bars, lines or a matrix, each with its numbers as a table or in words. */
export function Chart({ chart }) {
  const kind = { bars: Bars, lines: Lines, matrix: Matrix }[chart.kind];
  return kind ? html`<figure class="chart"><figcaption>${chart.title}</figcaption><${kind} chart=${chart} /></figure>` : null;
}

function Bars({ chart }) {
  const marks = chart.marks ?? chart.values.map(() => null);
  const most = Math.max(...chart.values, ...marks.filter((mark) => mark !== null), 1e-9);
  return html`<ul class="bars ${chart.names.length > 16 ? "long" : ""}" tabindex=${chart.names.length > 16 ? 0 : undefined}>
    ${chart.names.map((name, place) => html`<li key=${name}><span class="bar-name" dir="auto" title=${name}>${name}</span>
      <span class="meter" aria-hidden="true"><span class="meter-all" style=${{ width: `${(100 * chart.values[place]) / most}%` }}></span>
        ${marks[place] !== null && html`<span class="meter-goal" style=${{ left: `${(100 * marks[place]) / most}%` }}></span>`}</span>
      <span class="number"><strong>${shown(chart.values[place])}</strong>${marks[place] !== null && html` <span class="quiet">${t("quality.wanted", { value: shown(marks[place]) })}</span>`}</span></li>`)}
  </ul>`;
}

const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3]];

function Lines({ chart }) {
  const options = () => ({
    padding: [12, 16, 0, 0],
    scales: { x: { time: false, range: wide }, y: { range: () => [0, 1] } },
    axes: [axis(chart.x_label, { size: 30 }), axis("", { size: 40 })],
    series: [{}, ...chart.series.map((_, place) => ({ stroke: colour(place % 2 ? "chart-shadow" : "chart-active"), dash: DASHES[place % DASHES.length], width: 2, spanGaps: true, points: { show: false } }))],
  });
  const last = chart.series.map((one) => `${one.name} ${shown(one.values[one.values.length - 1])}`).join(", ");
  const rows = chart.x.map((x, place) => [shown(x), ...chart.series.map((one) => shown(one.values[place]))]);
  return html`<${Plot} name=${`${chart.title}: ${last}`} data=${[chart.x, ...chart.series.map((one) => one.values)]} options=${options} height=${220} />
    <p class="quiet small">${last}</p>
    <${DataTable} caption=${chart.title} heads=${[chart.x_label, ...chart.series.map((one) => one.name)]} rows=${rows} />`;
}

function Matrix({ chart }) {
  const most = Math.max(...chart.values.flat().map((value) => Math.abs(value ?? 0)), 1e-9);
  const shade = (value) => (value === null ? {} : { "--share": `${Math.round((40 * Math.abs(value)) / most)}%` });
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${chart.title}><table class="plain heat">
    <thead><tr><th scope="col">${chart.row_label} \\ ${chart.column_label}</th>${chart.columns.map((one) => html`<th scope="col" dir="auto">${one}</th>`)}</tr></thead>
    <tbody>${chart.rows.map((name, row) => html`<tr><th scope="row" dir="auto">${name}</th>${chart.values[row].map((value) => html`<td style=${shade(value)}>${shown(value)}</td>`)}</tr>`)}</tbody>
  </table></div>`;
}
