import { html, useEffect, useRef } from "../vendor/htm-preact.js";
import { imagesOf } from "../client/annotated.js";
import { decimal, t } from "../client/messages.js";
import { asked } from "../client/place.js";
import { className, excerpt, labelText } from "../client/project.js";

/** The items found, one a line; the chosen one follows the arrow keys. */
export function List({ project, items, chosen, onChoose }) {
  return html`<ol class="found" aria-label=${t("items.list")}>
    ${items.map((one) => html`<${Line} key=${one.item} project=${project} one=${one} chosen=${one.item === chosen} onChoose=${onChoose} />`)}
  </ol>`;
}

function Line({ project, one, chosen, onChoose }) {
  const line = useRef(null);
  const [thumb] = imagesOf(one.content);
  useEffect(() => {
    if (!chosen) return;
    line.current.scrollIntoView({ block: "nearest" });
    // The focus follows, so that Enter and the arrow keys are about the same line.
    if (document.activeElement?.matches(".found-line")) line.current.firstElementChild.focus();
  }, [chosen]);
  return html`<li ref=${line}><button type="button" class="found-line" data-item=${one.item} aria-current=${chosen ? "true" : undefined} onClick=${() => onChoose(one.item)}>
    ${thumb && html`<img class="thumb" src=${asked(thumb)} alt="" loading="lazy" width="44" height="44" />`}
    <span class="found-text"><span class="found-content" dir="auto">${excerpt(one.content, 160)}</span>
      <span class="found-marks"><code>${one.id}</code><${Marks} one=${one} /></span></span>
    <span class="found-label"><${Label} project=${project} one=${one} /></span>
  </button></li>`;
}

function Marks({ one }) {
  const comments = Array.isArray(one.comments) ? one.comments.length : one.comments;
  return html`${one.state !== "labelled" && html`<span class="pill">${t(`items.state.${one.state}`)}</span>`}
    ${one.flagged && html`<span class="pill warn">⚑ ${t("items.flag")}</span>`}
    ${comments > 0 && html`<span class="pill">${t("items.comments", { count: comments })}</span>`}
    ${one.label && one.stream === "control" && html`<span class="pill">${t("items.stream.control")}</span>`}
    ${one.annotator && html`<span>${one.annotator}</span>`}`;
}

function Label({ project, one }) {
  // A guess next to an item that has no label yet would sway whoever labels it; never where the answer is to measure.
  const guess = one.label || (project.guess === "before" && one.stream !== "control") ? one.guess?.[0] : null;
  const differs = guess && Array.isArray(one.label) && !one.label.includes(guess[0]) && !project.multi;
  return html`<strong class=${one.label ? "" : "quiet"}>${one.label ? labelText(project, one.label, t("items.none")) : t("items.unlabelled")}</strong>
    ${guess && html`<span class="found-guess ${differs ? "differs" : ""}">${differs ? "≠ " : ""}${t("items.guess").toLowerCase()}: ${className(project, guess[0])} ${decimal(guess[1])}</span>`}`;
}
