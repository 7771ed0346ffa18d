import { html } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";

/** What the report is about, with what there is to do; the sections with something to do stand first. */
export function Subjects({ sections, chosen, onChoose }) {
  const order = ["act", "look", "fine", "unknown"];
  const sorted = [...sections].sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  return html`<nav class="subjects" aria-label=${t("quality.subjects")}><ul>
    ${sorted.map((one) => html`<li key=${one.name}><button type="button" aria-current=${one.name === chosen ? "true" : undefined} onClick=${() => onChoose(one.name)}>
      <span class="subject-name">${one.title}</span>
      <span class="pill level-${one.level}">${one.found > 0 && one.level !== "fine" ? t("quality.found", { count: one.found }) : t(`quality.level.${one.level}`)}</span>
    </button></li>`)}
  </ul></nav>`;
}
