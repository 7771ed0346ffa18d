import { html } from "../vendor/htm-preact.js";
import { decimal, integer } from "../client/messages.js";

/** A table of numbers. */
export function Figures({ table }) {
  return html`<div class="card figures scroll" tabindex="0" role="region" aria-label=${table.caption}><table class="plain">
    <caption>${table.caption}</caption>
    <thead><tr>${table.heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
    <tbody>${table.rows.map((row) => html`<tr>${row.map((cell, place) => (place ? html`<td class=${typeof cell === "string" ? "words" : ""}>${shown(cell)}</td>` : html`<th scope="row" dir="auto">${shown(cell)}</th>`))}</tr>`)}</tbody>
  </table></div>`;
}

export function shown(cell) {
  if (cell === null || cell === undefined) return "–";
  if (typeof cell !== "number") return String(cell);
  return Number.isInteger(cell) ? integer(cell) : decimal(cell, 2);
}
