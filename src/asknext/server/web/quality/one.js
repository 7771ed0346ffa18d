import { html, useState } from "../vendor/htm-preact.js";
import { Compare } from "../annotate/compare.js";
import { useEditor } from "../annotate/use-editor.js";
import { isAnnotated } from "../client/annotated.js";
import { pageUrl } from "../client/api.js";
import { t } from "../client/messages.js";
import { labelText } from "../client/project.js";
import { Choices } from "../parts/choices.js";
import { Content } from "../parts/content.js";
import { given } from "./given.js";

const MOST_CHOICES = 10;

/** The item at hand: its content (two of them side by side for a pair), label against suggestion, why, and what to do. */
export function One({ project, one, onAct, onBack }) {
  const fixes = !isAnnotated(project);
  const choose = (id) => onAct("fix", [id]);
  return html`<section class="one" aria-labelledby="one-title">
    <h3 id="one-title">${t("items.detail", { id: one.id })}</h3>
    ${one.votes?.length ? html`<${Answers} project=${project} one=${one} />` : html`<div class="one-contents ${one.beside ? "two" : ""}">
      <${Shown} project=${project} one=${one} />
      ${one.beside && html`<${Shown} project=${project} one=${one.beside} />`}
    </div>`}
    <p class="one-why">${one.why}</p>
    <dl class="facts">
      <div><dt>${t("quality.label")}</dt><dd>${given(project, one.label)}${one.by && html` <span class="quiet">${t("quality.by", { name: one.by })}</span>`}</dd></div>
      ${one.suggested && html`<div><dt>${t("quality.suggested")}</dt><dd>${labelText(project, one.suggested, t("items.none"))}</dd></div>`}
    </dl>
    <div class="row">
      ${fixes && one.suggested && html`<button type="button" class="button primary" onClick=${() => onAct("fix", one.suggested)}>${t("quality.fix", { label: labelText(project, one.suggested, t("items.none")) })} <kbd aria-hidden="true">↵</kbd></button>`}
      ${one.label && html`<button type="button" class="button" onClick=${() => onAct("accept")}>${t("quality.accept")} <kbd aria-hidden="true">A</kbd></button>`}
      <button type="button" class="button" onClick=${onBack}>${t("quality.back")} <kbd aria-hidden="true">R</kbd></button>
      <a class="button small" href=${`${pageUrl("items")}?search=${encodeURIComponent(one.id)}`}>${t("quality.open")}</a>
    </div>
    ${fixes && !project.multi && project.classes.length <= MOST_CHOICES && html`<details open><summary>${t("quality.other")}</summary><${Choices} classes=${project.classes} multi=${false} chosen=${[]} before=${one.label} onChoose=${choose} /></details>`}
  </section>`;
}

function Shown({ project, one }) {
  return html`<div class="one-content" tabindex="0" role="region" aria-label=${t("items.detail", { id: one.id })}>
    <${Content} content=${one.content} />
    <p class="quiet small"><code>${one.id}</code> ${given(project, one.label)}${one.by ? `, ${one.by}` : ""}</p>
  </div>`;
}

/** What everybody marked, side by side on copies of the item or all of it on one. */
function Answers({ project, one }) {
  const [together, setTogether] = useState(false);
  const editor = useEditor({ project, item: one, shown: one.item, value: one.votes[0].value, readOnly: true });
  return html`<div class="one-answers">
    <${Compare} editor=${editor} votes=${one.votes} together=${together} />
    ${one.votes.length > 1 && html`<button type="button" class="button small" aria-pressed=${String(together)} onClick=${() => setTogether(!together)}>${t(together ? "review.apart" : "review.together")}</button>`}
  </div>`;
}
