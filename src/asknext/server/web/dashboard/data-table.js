import { html } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";

/** The numbers of a chart as a table: for screen readers and for who wants them exactly. */
export function DataTable({ caption, heads, rows }) {
  return html`<details class="data"><summary>${t("dashboard.table")}</summary>
    <div class="scroll" tabindex="0" role="region" aria-label=${caption}><table>
      <caption class="unseen">${caption}</caption>
      <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr>${row.map((cell, place) => (place ? html`<td>${cell}</td>` : html`<th scope="row">${cell}</th>`))}</tr>`)}</tbody>
    </table></div>
  </details>`;
}
