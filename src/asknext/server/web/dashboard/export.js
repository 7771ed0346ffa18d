import { html, useState } from "../vendor/htm-preact.js";
import { apiBase, query } from "../client/api.js";
import { t } from "../client/messages.js";

const FORMATS = ["csv", "jsonl", "parquet"];

/** A plain link: the browser streams the file to the disk itself. */
export function Export() {
  const [format, setFormat] = useState("csv");
  const [labelled, setLabelled] = useState(true);
  return html`<div class="export">
    <label class="check"><input type="checkbox" checked=${labelled} onChange=${(event) => setLabelled(event.target.checked)} /> <span>${t("dashboard.export.labelled")}</span></label>
    <span class="joined"><select aria-label=${t("dashboard.export.format")} value=${format} onChange=${(event) => setFormat(event.target.value)}>
      ${FORMATS.map((one) => html`<option value=${one}>${one.toUpperCase()}</option>`)}</select>
    <a class="button primary" download href=${`${apiBase()}/export${query({ format, labelled: labelled ? 1 : 0 })}`}>${t("dashboard.export")}</a></span>
  </div>`;
}
