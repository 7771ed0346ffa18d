import { html } from "../vendor/htm-preact.js";
import { apiBase } from "../client/api.js";
import { moment, t } from "../client/messages.js";
import { trying } from "./trying.js";
import { said } from "./preview-dialog.js";

/** Who changed what when, each with a way back. */
export function Versions({ editor, versions }) {
  if (!versions.length) return html`<div class="card empty"><p class="quiet">${t("ontology.versions.none")}</p></div>`;
  const oldest = versions.at(-1).version;
  return html`<ol class="card versions">${versions.map((one) => html`<li key=${one.version} class=${one.undone_by ? "undone" : ""}>
    <div class="row between"><p><strong>${t("ontology.version", { version: String(one.version) })}</strong> <small class="quiet">${t("event.by", { name: one.annotator, at: moment(one.at) })}</small></p>
      <span class="row"><a class="button small" href=${`${apiBase()}/ontology.yaml?version=${one.version}`} download=${`ontology-${one.version}.yaml`}>${t("ontology.version.file")}</a>
      ${one.version !== oldest && !one.undone_by && one.do !== "found" && html`<button type="button" class="button small" onClick=${() => trying(() => editor.propose({ do: "undo", version: one.version }, { always: true }))}>${t("ontology.undo")}</button>`}</span></div>
    <ul>${one.do === "undo" && html`<li>${t("ontology.version.undo", { version: String(one.of) })}</li>`}${one.did.slice(0, 20).map((each) => html`<li dir="auto">${said(each)}</li>`)}${one.did.length > 20 && html`<li>${t("ontology.version.more", { count: one.did.length - 20 })}</li>`}
      ${one.do === "start" && html`<li>${t("ontology.version.start")}</li>`}${one.do === "found" && html`<li>${t("ontology.version.found")}</li>`}</ul>
    ${one.undone_by && html`<p class="quiet">${t("ontology.version.undone", { version: String(one.undone_by) })}</p>`}
  </li>`)}</ol>`;
}
