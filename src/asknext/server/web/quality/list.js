import { html, useEffect, useRef } from "../vendor/htm-preact.js";
import { decimal, t } from "../client/messages.js";
import { asked } from "../client/place.js";
import { excerpt, labelText } from "../client/project.js";
import { given } from "./given.js";

/** The items in question, one a line; the one at hand follows the arrow keys. */
export function List({ project, items, place, chosen, keyOf, onChoose, onToggle, more, busy }) {
  return html`<div class="doubt-list">
    <ol class="found" aria-label=${t("quality.list")} aria-busy=${String(busy)}>
      ${items.map((one, at) => html`<${Line} key=${keyOf(one)} project=${project} one=${one} here=${at === place} chosen=${chosen.has(keyOf(one))} onChoose=${() => onChoose(at)} onToggle=${() => onToggle(one)} />`)}
    </ol>
    ${!busy && items.length === 0 && html`<p class="quiet empty">${t("quality.all.done")}</p>`}
    ${more && html`<button type="button" class="button small" disabled=${busy} onClick=${more}>${t("quality.more")}</button>`}
  </div>`;
}

function Line({ project, one, here, chosen, onChoose, onToggle }) {
  const line = useRef(null);
  useEffect(() => {
    if (here) line.current.scrollIntoView({ block: "nearest" });
  }, [here]);
  const said = given(project, one.label);
  return html`<li ref=${line} class="doubt-line">
    <label class="check"><input type="checkbox" checked=${chosen} onChange=${onToggle} aria-label=${t("quality.choose", { id: one.id })} /></label>
    <button type="button" class="found-line" data-item=${one.item} aria-current=${here ? "true" : undefined} onClick=${onChoose}>
      ${one.content.kind === "image" && html`<img class="thumb" src=${asked(one.content.url)} alt="" loading="lazy" width="44" height="44" />`}
      <span class="found-text"><span class="found-content" dir="auto">${excerpt(one.content, 140)}</span>
        <span class="found-marks"><code>${one.id}</code>${one.by && html`<span>${one.by}</span>`}</span></span>
      <span class="found-label"><strong>${said}</strong>
        ${one.suggested && html`<span class="found-guess differs">→ ${labelText(project, one.suggested, t("items.none"))}</span>`}
        ${one.sure !== null && html`<span class="found-guess">${decimal(one.sure)}</span>`}</span>
    </button></li>`;
}
