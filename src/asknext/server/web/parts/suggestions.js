import { html } from "../vendor/htm-preact.js";
import { decimal, t } from "../client/messages.js";
import { className } from "../client/project.js";

/** What machines think, each with how sure it is: a hint, not an answer. */
export function Suggestions({ project, suggestions }) {
  if (!suggestions?.length) return null;
  return html`<ul class="suggestions" aria-label=${t("label.suggestions")}>${suggestions.map((one) => html`<li key=${one.by}>
    <span class="quiet">${t("label.suggestion", { by: one.by })}</span> <strong dir="auto">${one.value.map((id) => className(project, id)).join(", ") || t("label.none")}</strong> <span class="quiet">${decimal(100 * one.confidence, 0)} %</span></li>`)}</ul>`;
}
