import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { apiBase, get, query } from "../client/api.js";
import { t } from "../client/messages.js";

const TABLES = ["csv", "jsonl", "parquet"].map((name) => ({ name, plain: true }));
const SHOWN = { coco: "COCO", conll: "CoNLL", doccano: "Doccano", huggingface: "Hugging Face", "label-studio": "Label Studio", "label-studio-video": "Label Studio, videos", labelme: "labelme (zip)", native: "asknext", spacy: "spaCy", spans: "Prodigy", table: "CSV, a row an annotation", voc: "Pascal VOC (zip)", yolo: "YOLO (zip)" };

/** A plain link: the browser streams the file to the disk itself. */
export function Export() {
  const [format, setFormat] = useState("csv");
  const [labelled, setLabelled] = useState(true);
  const [formats, setFormats] = useState(TABLES);
  useEffect(() => void get("/export/formats").then(setFormats, () => {}), []);
  const options = (plain) => formats.filter((one) => one.plain === plain).map((one) => html`<option value=${one.name}>${SHOWN[one.name] ?? one.name.toUpperCase()}</option>`);
  const others = options(false);
  return html`<div class="export">
    <label class="check"><input type="checkbox" checked=${labelled} onChange=${(event) => setLabelled(event.target.checked)} /> <span>${t("dashboard.export.labelled")}</span></label>
    <span class="joined"><select aria-label=${t("dashboard.export.format")} value=${format} onChange=${(event) => setFormat(event.target.value)}>
      ${others.length ? html`<optgroup label=${t("dashboard.export.tables")}>${options(true)}</optgroup><optgroup label=${t("dashboard.export.others")}>${others}</optgroup>` : options(true)}</select>
    <a class="button primary" download href=${`${apiBase()}/export${query({ format, labelled: labelled ? 1 : 0 })}`}>${t("dashboard.export")}</a></span>
  </div>`;
}
