import { html } from "../vendor/htm-preact.js";
import { decimal, t } from "../client/messages.js";

/** What machines suggest, and the keys that take it or leave it. The one that one key takes is named. */
export function GhostBar({ editor }) {
  const { editing } = editor;
  if (!editing.all.length) return null;
  const open = editing.ghosts;
  const { ghost } = editing;
  if (!open.length) return html`<p class="quiet small ghost-bar">${t("annotate.ghosts.done")}</p>`;
  const sure = ghost.score === undefined || ghost.score === null ? "" : ` ${decimal(100 * ghost.score, 0)} %`;
  const button = (action, text) => html`<button type="button" class="button small" data-action=${action} onClick=${(event) => (event.detail > 0 && event.currentTarget.blur(), editor.act(action))}>${text} <kbd aria-hidden="true">${editor.describeKey(action)}</kbd></button>`;
  return html`<section class="ghost-bar" aria-label=${t("label.suggestions")}>
    <h2>${t("annotate.ghosts", { count: open.length })}</h2>
    <p class="ghost-now"><span class="quiet">${t("label.suggestion", { by: ghost.by })}</span> <strong dir="auto">${editor.classed ? editor.look(ghost).name : editor.valueText(ghost)}</strong><span class="quiet">${sure}</span></p>
    <div class="row">${button("accept", t("annotate.accept"))}${button("dismiss", t("annotate.dismiss"))}</div>
    ${open.length > 1 && html`<div class="row">${button("acceptAll", t("annotate.accept.all"))}${button("dismissAll", t("annotate.dismiss.all"))}</div>`}
  </section>`;
}
