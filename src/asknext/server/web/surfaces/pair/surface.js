import { html, useEffect, useRef } from "../../vendor/htm-preact.js";
import { t } from "../../client/messages.js";
import { Content } from "../../parts/content.js";

const KEYS = { left: ["ArrowLeft", "1"], right: ["ArrowRight", "2"], tie: ["ArrowDown", "3"] };
const PRINTED = { left: "←", right: "→", tie: "↓" };

/** Two things side by side and the question which is the better one; an answer is the item's whole answer. */
export function Surface({ item, project, value, ghosts, readOnly, onChange, api }) {
  const sides = project.annotate?.tie === false ? ["left", "right"] : ["left", "right", "tie"];
  const chosen = value[0]?.chosen;
  const guessed = ghosts?.[0]?.chosen;
  const act = useRef(null);
  act.current = (side) => onChange([{ type: "pair", chosen: side, id: value[0]?.id ?? api.newId() }], { submit: true });
  useEffect(() => (readOnly ? undefined : api.bind(sides.flatMap((side) => KEYS[side].map((key, at) => ({ key, text: at ? undefined : t(`pair.${side}`), run: () => act.current(side) }))))), [readOnly, sides.length]);
  const choice = (side) => html`<button type="button" class="choice ${guessed === side && chosen !== side ? "guessed" : ""}" data-choice=${side} aria-pressed=${String(chosen === side)} disabled=${readOnly} onClick=${() => act.current(side)}><kbd>${PRINTED[side]}</kbd><span class="choice-name">${t(`pair.${side}`)}</span>${guessed === side && html`<span class="was">${t("annotate.suggested")}</span>`}</button>`;
  return html`<div class="pair-surface" role="group" aria-label=${t("pair.surface")}>
    ${["left", "right"].map((side) => html`<section class="pair-side ${chosen === side ? "on" : ""}" key=${side} aria-label=${t(`pair.${side}`)}>
      <div class="pair-content" tabindex="0" role="group" aria-label=${t(`pair.${side}`)}><${Content} content=${item.content[side]} /></div>
      ${choice(side)}
    </section>`)}
    ${sides.includes("tie") && html`<div class="pair-tie">${choice("tie")}</div>`}
  </div>`;
}
