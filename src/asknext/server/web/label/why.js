import { html } from "../vendor/htm-preact.js";
import { decimal, integer, t } from "../client/messages.js";
import { className } from "../client/project.js";

/**
 * Why this item was chosen. Guess and reason wait for the answer unless `before`; for a control item they always do,
 * and its mark too: its answer measures the model, and must not be swayed by it.
 */
export function Why({ project, item, last, before, canShow, onBefore }) {
  return html`<aside class="why card" aria-label=${t("why.title")}>
    <h2>${t("why.title")}</h2>
    ${item ? html`<${Reasons} project=${project} item=${item} open=${before && item.stream !== "control"} canShow=${canShow} />` : html`<p class="quiet">–</p>`}
    ${canShow && html`<label class="switch"><input type="checkbox" role="switch" checked=${before} onChange=${(event) => onBefore(event.target.checked)} />
      <span>${t("why.guess.before")}</span></label>`}
    ${last?.content && html`<div class="why-last"><h3>${t("why.previous")}</h3>
      <${Reasons} project=${project} item=${last.content} open=${last.kind === "label" || (before && last.stream !== "control")} canShow=${canShow} /></div>`}
  </aside>`;
}

function Reasons({ project, item, open, canShow }) {
  const why = item.why ?? {};
  if (!open) return html`<p class="quiet">${t(canShow ? "why.guess.hidden" : "why.guess.never")}</p>`;
  return html`${item.stream === "control" ? html`<p class="control-note">${t("why.control")}</p>` : why.sentence && html`<p>${why.sentence}</p>`}
    ${!why.ranking && item.stream !== "control" && !why.sentence && html`<p class="quiet">${t("why.none")}</p>`}
    <dl class="facts">
      ${fact("why.strategy", item.stream === "control" ? null : why.strategy)}
      ${fact("why.score", why.score === null || why.score === undefined ? null : decimal(why.score, 3))}
      ${fact("why.ranking", why.ranking ? `#${why.ranking}` : null)}
      ${fact("why.labels", why.labels === null || why.labels === undefined ? null : integer(why.labels))}
    </dl>
    ${canShow && html`<${Guess} project=${project} guess=${why.guess} number=${why.number} />`}`;
}

function fact(name, value) {
  return value === null || value === undefined ? null : html`<div><dt>${t(name)}</dt><dd>${value}</dd></div>`;
}

function Guess({ project, guess, number }) {
  if (number) return html`<h4>${t("why.guess")}</h4><p>${t("why.number", { value: told(project, number.value), low: told(project, number.low), high: told(project, number.high) })}</p>`;
  if (!guess?.length) return html`<p class="quiet">${t("why.guess.none")}</p>`;
  return html`<h4>${t("why.guess")}</h4>
    <ul class="guess">${guess.map(
      ([id, probability]) => html`<li><span dir="auto">${className(project, id)}</span>
        <span class="bar" aria-hidden="true"><span class="bar-fill" style=${{ transform: `scaleX(${probability})` }}></span></span><span class="number">${decimal(probability)}</span></li>`,
    )}</ul>`;
}

/** A number with its unit, or the name of the level that is nearest. */
function told(project, value) {
  const { levels = [], unit } = project.annotate ?? {};
  if (project.task === "ordinal") return levels[Math.round(value) - 1] ?? decimal(value, 1);
  return unit ? `${decimal(value, 2)} ${unit}` : decimal(value, 2);
}
