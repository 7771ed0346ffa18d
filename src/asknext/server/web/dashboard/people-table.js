import { html } from "../vendor/htm-preact.js";
import { decimal, integer, moment, t } from "../client/messages.js";

const COLUMNS = ["name", "labels", "days", "seconds", "pace", "hours", "skips", "reviews", "rejected", "cost", "last"];

/** A row for each person; seconds as a median with the range between the quartiles, on one scale for all. */
export function PeopleTable({ people }) {
  const longest = Math.max(...people.map((one) => one.high_seconds ?? 0), 1);
  const priced = people.some((one) => one.cost !== null);
  const shown = COLUMNS.filter((name) => name !== "cost" || priced);
  return html`<section class="card persons" aria-labelledby="persons-title"><header class="card-head"><h2 id="persons-title">${t("people.each")}</h2></header>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="persons-title"><table>
      <thead><tr>${shown.map((name) => html`<th key=${name} scope="col">${t(`people.column.${name}`)}</th>`)}</tr></thead>
      <tbody>${people.map((one) => html`<tr key=${one.name}>
        <th scope="row" dir="auto">${one.name}${one.machine && html` <span class="pill">${t("people.machine")}</span>`}</th>
        <td>${integer(one.labels)}</td><td>${integer(one.days)}</td>
        <td class="range-cell">${one.median_seconds === null ? "–" : html`<${Range} one=${one} longest=${longest} />`}</td>
        <td>${integer(one.labels_per_hour)}</td><td>${decimal(one.hours, 1)}</td><td>${integer(one.skips)}</td><td>${integer(one.reviews_made)}</td>
        <td>${rejected(one)}</td>${priced && html`<td>${decimal(one.cost, 2)}</td>`}<td class="when">${moment(one.last)}</td></tr>`)}</tbody>
    </table></div></section>`;
}

function rejected(one) {
  const reviewed = one.accepted + one.rejected + one.corrected;
  return reviewed ? html`${decimal(100 * one.rejection_rate, 0)} % <span class="quiet">${t("people.of", { count: reviewed })}</span>` : "–";
}

function Range({ one, longest }) {
  const place = (seconds) => `${(100 * seconds) / longest}%`;
  const said = `${decimal(one.low_seconds, 1)}–${decimal(one.high_seconds, 1)}`;
  return html`<span class="range-number">${decimal(one.median_seconds, 1)} <span class="quiet">(${said})</span></span>
    <span class="range" aria-hidden="true"><span class="range-box" style=${{ left: place(one.low_seconds), width: place(Math.max(one.high_seconds - one.low_seconds, longest / 200)) }}></span><span class="range-mid" style=${{ left: place(one.median_seconds) }}></span></span>`;
}
