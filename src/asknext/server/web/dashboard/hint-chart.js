import { html } from "../vendor/htm-preact.js";
import { decimal, integer, t } from "../client/messages.js";
import { DataTable } from "./data-table.js";
import { axis, colour, edge, Plot, wide } from "./plot.js";
import { reading } from "./reading.js";

const COLOURS = ["chart-active", "chart-shadow", "quiet"];
const DASHES = [[], [6, 5], [2, 3]];
const MARKS = ["active", "shadow", "third"];

/** The curves behind a piece of advice: told apart by colour and dash, with a legend, a reading and a table. */
export function HintChart({ picture }) {
  const { title, lines, bound, unit, x_label: across, y_label: up } = picture;
  const said = (value) => (value === null || value === undefined ? "–" : unit === "share" ? `${decimal(value * 100, value < 0.0995 ? 1 : 0)} %` : decimal(value));
  const known = lines.filter((line) => line.y.some((value) => value !== null));
  if (!known.length) return null;
  const data = table(known, bound);
  return html`<figure class="piece-chart">
    <figcaption><span>${title} (${up})</span><ul class="legend">${known.map((line, place) => html`<li><span class="swatch ${MARKS[place % 3]}"></span>${line.name}</li>`)}
      ${bound !== null && html`<li><span class="swatch bound"></span>${t("dashboard.hint.bound", { value: said(bound) })}</li>`}</ul></figcaption>
    <${Plot} name=${summary(title, known, across, said)} data=${data} options=${() => options(known, data[0], across, bound, said)} height=${150} />
    <${DataTable} caption=${title} heads=${[across, ...known.map((line) => line.name)]} rows=${data[0].map((x) => [integer(x), ...known.map((line) => said(at(line, "y", x)))])} />
  </figure>`;
}

const at = (line, field, x) => {
  const place = line.x.indexOf(x);
  return place < 0 || !line[field] ? null : line[field][place];
};

/** One column a curve, its band before it, and the bound at the end. */
function table(lines, bound) {
  const xs = [...new Set(lines.flatMap((line) => line.x))].sort((one, other) => one - other);
  const columns = lines.flatMap((line) => ["high", "low", "y"].map((field) => xs.map((x) => at(line, field, x))));
  return [xs, ...columns, xs.map(() => bound)];
}

function summary(title, lines, across, said) {
  const last = (line) => [line.x.at(-1), line.y.at(-1)];
  return `${title}: ${lines.map((line) => `${line.name} ${said(last(line)[1])} (${integer(last(line)[0])} ${across})`).join("; ")}`;
}

function options(lines, xs, across, bound, said) {
  const few = xs.length <= 30;
  const drawn = lines.map((line, place) => {
    const stroke = colour(COLOURS[place % 3]);
    return { stroke, width: 2, dash: DASHES[place % 3], spanGaps: true, points: { show: few && (place === 0 || line.x.length === 1), size: line.x.length === 1 ? 9 : 5, fill: stroke } };
  });
  const all = ({ data }, place) => {
    const parts = lines.map((line, own) => [line.name, data[3 * own + 3][place]]).filter((part) => part[1] !== null);
    return `${integer(data[0][place])} ${across}: ${parts.map(([name, value]) => `${name} ${said(value)}`).join(" · ")}`;
  };
  const values = (_, ticks) => ticks.map((tick) => said(tick).replace(".0 ", " "));
  return {
    padding: [10, 14, 0, 0],
    scales: { x: { time: false, range: wide }, y: { range: (_, low, high) => [0, Math.max(high, bound ?? 0, 0.01) * 1.1] } },
    axes: [axis(across, { size: 30 }), axis("", { size: 46, labelSize: 0, values })],
    bands: lines.flatMap((line, place) => (line.low ? [{ series: [3 * place + 1, 3 * place + 2], fill: `${colour(COLOURS[place % 3])}22` }] : [])),
    series: [{}, ...drawn.flatMap((own) => [edge(), edge(), own]), { stroke: colour("quiet"), width: bound ? 1 : 0, dash: [2, 4], points: { show: false } }],
    plugins: [reading(all)],
  };
}
