import { html } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { Dialog } from "../parts/dialog.js";

export function Guidelines({ project, onClose }) {
  const described = project.classes.filter((one) => one.description);
  return html`<${Dialog} title=${t("guidelines.title")} onClose=${onClose} kind="drawer">
    ${project.guidelines ? html`<div class="guidelines" dir="auto" tabindex="0">${project.guidelines}</div>` : !described.length && html`<p class="quiet">${t("guidelines.none")}</p>`}
    ${described.length > 0 && html`<dl class="descriptions">${described.map((one) => html`<div><dt>${one.name}</dt><dd>${one.description}</dd></div>`)}</dl>`}
  <//>`;
}
