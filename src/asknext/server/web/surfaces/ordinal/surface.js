import { html, useEffect, useRef } from "../../vendor/htm-preact.js";
import { t } from "../../client/messages.js";
import { Content } from "../../parts/content.js";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];

/** The item and its levels, the lowest first; a level is the item's whole answer. */
export function Surface({ item, project, value, ghosts, readOnly, onChange, api }) {
  const levels = project.annotate?.levels ?? [];
  const rank = value[0]?.rank;
  const guessed = ghosts?.[0]?.rank;
  const act = useRef(null);
  act.current = (next) => onChange([{ type: "ordinal", rank: next, levels: levels.length, id: value[0]?.id ?? api.newId() }], { submit: true });
  useEffect(() => (readOnly ? undefined : api.bind(levels.slice(0, DIGITS.length).map((name, at) => ({ key: DIGITS[at], text: t("ordinal.key", { name }), run: () => act.current(at + 1) })))), [readOnly, levels]);
  return html`<div class="answer-surface">
    <div class="answer-content" tabindex="0" role="group" aria-label=${t("label.item")}><${Content} content=${item.content} /></div>
    <div class="levels" role="group" aria-label=${t("ordinal.surface")}>
      ${levels.map((name, at) => html`<button type="button" class="choice level ${guessed === at + 1 && rank !== at + 1 ? "guessed" : ""}" data-choice=${at + 1} aria-pressed=${String(rank === at + 1)} disabled=${readOnly} onClick=${() => act.current(at + 1)}>${DIGITS[at] && html`<kbd>${DIGITS[at]}</kbd>`}<span class="choice-name" dir="auto">${name}</span>${guessed === at + 1 && html`<span class="was">${t("annotate.suggested")}</span>`}</button>`)}
    </div>
  </div>`;
}
