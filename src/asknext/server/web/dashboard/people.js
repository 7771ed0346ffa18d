import { html, useState } from "../vendor/htm-preact.js";
import { query } from "../client/api.js";
import { decimal, integer, t } from "../client/messages.js";
import { usePolling } from "../client/polling.js";
import { Days } from "./days.js";
import { PeopleTable } from "./people-table.js";
import { spoken } from "./spoken-time.js";
import { target, Tile } from "./tiles.js";

const PAUSE = 5000;
const PERIODS = { all: null, today: 0, week: 6, month: 29 };

/** Who did what, how fast, how well, at what cost. */
export function People() {
  const [annotator, setAnnotator] = useState("");
  const [period, setPeriod] = useState("all");
  const [between, setBetween] = useState({ from: "", to: "" });
  const { data, problem } = usePolling(`/dashboard/people${query({ annotator, ...bounds(period, between) })}`, PAUSE);
  if (!data) return html`<p class="quiet">${problem ?? t("app.loading")}</p>`;
  return html`<${Filters} names=${data.annotators} annotator=${annotator} onAnnotator=${setAnnotator} period=${period} onPeriod=${setPeriod} between=${between} onBetween=${setBetween} />
    <${Totals} data=${data} />
    ${data.people.length > 0 ? html`<${Days} data=${data} /><${PeopleTable} people=${data.people} />` : html`<section class="card empty"><p class="quiet">${t("people.empty")}</p></section>`}`;
}

function bounds(period, { from, to }) {
  const day = (text, more = 0) => (text ? new Date(`${text}T00:00`).getTime() / 1000 + more : null);
  if (period === "between") return { since: day(from), until: day(to, 86_400) };
  if (PERIODS[period] === null) return {};
  const midnight = new Date().setHours(0, 0, 0, 0) / 1000;
  return { since: midnight - 86_400 * PERIODS[period] };
}

function Filters({ names, annotator, onAnnotator, period, onPeriod, between, onBetween }) {
  const date = (name) => html`<label class="field"><span>${t(`people.${name}`)}</span><input type="date" value=${between[name]} onChange=${(event) => onBetween({ ...between, [name]: event.target.value })} /></label>`;
  return html`<form class="people-filters" aria-label=${t("items.filters")} onSubmit=${(event) => event.preventDefault()}>
    <label class="field"><span>${t("people.who")}</span><select value=${annotator} onChange=${(event) => onAnnotator(event.target.value)}>
      <option value="">${t("people.all")}</option>${names.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}</select></label>
    <label class="field"><span>${t("people.period")}</span><select value=${period} onChange=${(event) => onPeriod(event.target.value)}>
      ${[...Object.keys(PERIODS), "between"].map((name) => html`<option key=${name} value=${name}>${t(`people.period.${name}`)}</option>`)}</select></label>
    ${period === "between" && html`${date("from")}${date("to")}`}
  </form>`;
}

function Totals({ data }) {
  const { total, cost } = data;
  const reviewed = total.accepted + total.rejected + total.corrected;
  const quartiles = total.median_seconds === null ? "" : t("people.quartiles", { low: decimal(total.low_seconds, 1), high: decimal(total.high_seconds, 1) });
  return html`<div class="tiles">
    <${Tile} title=${t("people.labels")} value=${integer(total.labels)} beside=${total.skips ? t("people.skips", { count: total.skips }) : ""} note=${total.labels_per_hour ? t("people.pace", { count: integer(total.labels_per_hour) }) : ""} />
    <${Tile} title=${t("people.seconds")} value=${decimal(total.median_seconds, 1)} beside=${quartiles} note=${t("people.seconds.hint", { count: total.pauses })} />
    <${Cost} total=${total} cost=${cost} />
    <${Tile} title=${t("people.rejected")} value=${total.rejection_rate === null ? "–" : `${decimal(100 * total.rejection_rate, 1)} %`} beside=${reviewed ? t("people.reviewed", { count: reviewed }) : t("people.reviewed.none")} note=${reviewed ? t("people.rejected.hint", { rejected: total.rejected, corrected: total.corrected }) : ""} />
  </div>`;
}

const money = (value) => (value === null || value === undefined ? "–" : value < 100 ? decimal(value, 2) : integer(value));

/** What it has cost and will cost to the target: in money where a price is set, in hours where not. */
function Cost({ total, cost }) {
  if (total.cost === null) return html`<${Tile} title=${t("people.hours")} value=${decimal(total.hours, 1)} beside=${t("people.hours.unit")} note=${ahead(cost, (value) => spoken(value * 3600)) || t("people.price.none")} />`;
  const each = cost?.per_label ? t("people.cost.each", { cost: decimal(cost.per_label, 3) }) : "";
  return html`<${Tile} title=${t("people.cost")} value=${money(total.cost)} beside=${each} note=${ahead(cost, money) || t("people.cost.hours", { hours: decimal(total.hours, 1) })} />`;
}

function ahead(cost, shown) {
  const { estimate, low, high } = cost?.to_target ?? {};
  if (!estimate || high === null) return ""; // what nothing bounds from above is no plan
  return t("people.cost.ahead", { target: target(cost.target), estimate: shown(estimate), low: shown(low ?? 0), high: shown(high) });
}
