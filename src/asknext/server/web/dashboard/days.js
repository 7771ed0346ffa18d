import { html } from "../vendor/htm-preact.js";
import { integer, t } from "../client/messages.js";
import { axis, colour, Plot } from "./plot.js";
import { reading } from "./reading.js";
import uPlot from "../vendor/uplot.js";

const SHOWN = 42;

/** Labels a day: all together as bars, and each person in a row of cells, the darker the more. */
export function Days({ data }) {
  const first = Math.max(0, data.days.length - SHOWN);
  const days = data.days.slice(first);
  const series = data.series.map((one) => ({ ...one, labels: one.labels.slice(first) }));
  if (!days.length) return null;
  const sums = days.map((_, place) => series.reduce((sum, one) => sum + one.labels[place], 0));
  return html`<section class="card days" aria-labelledby="days-title">
    <header class="card-head"><div><h2 id="days-title">${t("people.days")}</h2><p class="quiet">${first ? t("people.days.last", { count: SHOWN }) : t("people.days.hint")}</p></div></header>
    <${Bars} days=${days} sums=${sums} />
    <${Cells} days=${days} series=${series} sums=${sums} />
  </section>`;
}

const short = (day) => new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(day));

function Bars({ days, sums }) {
  const options = () => ({
    padding: [12, 16, 0, 0],
    scales: { x: { time: false, range: () => [-0.6, days.length - 0.4] }, y: { range: (_, low, high) => [0, Math.max(high, 1) * 1.1] } },
    axes: [axis("", { size: 26, labelSize: 0, splits: (chart) => days.map((_, place) => place).filter((place) => place % Math.ceil((80 * days.length) / chart.width) === 0), values: (_, ticks) => ticks.map((tick) => short(days[tick])) }), axis("", { size: 48, labelSize: 0 })],
    series: [{}, { stroke: colour("chart-active"), fill: `${colour("chart-active")}99`, width: 1, paths: uPlot.paths.bars({ size: [0.7, 60] }), points: { show: false } }],
    plugins: [reading((chart, place) => `${short(days[place])}: ${t("people.labels.count", { count: sums[place] })}`)],
  });
  const name = `${t("people.days")}: ${t("people.days.summary", { count: sums.reduce((sum, one) => sum + one, 0), days: days.length, most: Math.max(...sums) })}`;
  return html`<${Plot} name=${name} data=${[days.map((_, place) => place), sums]} options=${options} height=${170} />`;
}

function Cells({ days, series, sums }) {
  const most = Math.max(1, ...series.filter((one) => one.name !== null).flatMap((one) => one.labels));
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="days-title"><table class="cells">
    <caption class="unseen">${t("people.days")}</caption>
    <thead><tr><th scope="col">${t("dashboard.annotators.name")}</th>${days.map((day) => html`<th key=${day} scope="col"><span class="day" title=${day}>${short(day)}</span></th>`)}<th scope="col">${t("people.sum")}</th></tr></thead>
    <tbody>${series.map((one) => html`<${Row} key=${one.name} one=${one} most=${most} />`)}
      <tr class="sums"><th scope="row">${t("people.sum")}</th>${sums.map((count, place) => html`<td key=${place}>${integer(count)}</td>`)}<td>${integer(sums.reduce((sum, count) => sum + count, 0))}</td></tr></tbody>
  </table></div>`;
}

function Row({ one, most }) {
  const shade = (count) => ({ backgroundColor: count ? `color-mix(in srgb, var(--accent) ${Math.round(8 + 42 * Math.min(1, count / most))}%, var(--surface))` : "" });
  return html`<tr><th scope="row" dir="auto">${one.name ?? t("people.others")}</th>
    ${one.labels.map((count, place) => html`<td key=${place} style=${shade(count)}>${count || ""}</td>`)}
    <td>${integer(one.labels.reduce((sum, count) => sum + count, 0))}</td></tr>`;
}
