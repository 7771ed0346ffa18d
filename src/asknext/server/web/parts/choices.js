import { html, useEffect, useRef } from "../vendor/htm-preact.js";
import { filterKeys } from "../client/keymap.js";
import { t } from "../client/messages.js";

/** The classes as buttons with their key. `chosen`: ids pressed now; `before`: ids of the answer being changed. */
export function Choices({ classes, multi, chosen, before, flash, onChoose, disabled }) {
  return html`<div class="choices n${Math.min(classes.length, 11)}" role="group" aria-label=${t(multi ? "label.choose.multi" : "label.choose")}>
    ${classes.map(
      (one) => html`<${Choice} key=${one.id} one=${one} multi=${multi} pressed=${chosen.includes(one.id)}
        before=${before?.includes(one.id)} flash=${flash === one.id} onChoose=${onChoose} disabled=${disabled} />`,
    )}
  </div>`;
}

function Choice({ one, multi, pressed, before, flash, onChoose, disabled }) {
  // After a click by mouse or finger the focus must not stay, or Enter would press the button again.
  const click = (event) => {
    if (event.detail > 0) event.currentTarget.blur();
    onChoose(one.id);
  };
  return html`<button type="button" class="choice ${flash ? "flash" : ""}" data-choice=${one.id} aria-pressed=${multi ? String(pressed) : undefined}
    aria-disabled=${disabled ? "true" : undefined} aria-keyshortcuts=${one.key ?? undefined} title=${one.description || undefined} onClick=${click}>
    ${multi && html`<span class="tick" aria-hidden="true">${pressed ? "✓" : ""}</span>`}
    <span class="choice-name" dir="auto">${one.name}</span>
    ${before && html`<span class="was">${t("history.last")}</span>`}
    ${one.key && html`<kbd aria-hidden="true">${one.key.toUpperCase()}</kbd>`}
  </button>`;
}

/** Those whose name contains every word of `words`; names that start with it first, else in the project's order. */
export function filtered(classes, words) {
  const wanted = words.toLowerCase().trim();
  if (!wanted) return classes;
  const parts = wanted.split(/\s+/);
  const hits = classes.filter((one) => parts.every((part) => one.name.toLowerCase().includes(part)));
  const starts = (one) => one.name.toLowerCase().startsWith(wanted);
  return [...hits.filter(starts), ...hits.filter((one) => !starts(one))];
}

/** For more classes than keys: a filter, and number keys for those on top. */
export function FilteredChoices({ classes, words, onWords, chosen, focusOn, ...rest }) {
  const field = useRef(null);
  useEffect(() => {
    // On a touch screen the focus would open the keyboard over the item.
    if (matchMedia("(hover: hover)").matches) field.current?.focus({ preventScroll: true });
  }, [focusOn]);
  const found = filterKeys(filtered(classes, words));
  const hidden = classes.filter((one) => chosen.includes(one.id) && !found.some((other) => other.id === one.id));
  return html`<div class="filtered">
    <div class="filter">
      <input ref=${field} type="search" class="filter-field" value=${words} autocomplete="off" spellcheck=${false} data-filter
        placeholder=${t("label.filter.hint")} aria-label=${t("label.filter")} onInput=${(event) => onWords(event.target.value)} />
      <span class="filter-count" aria-live="polite">${t("label.filter.count", { count: found.length })}</span>
    </div>
    <div class="filter-list" tabindex="-1">${found.length ? null : html`<p class="quiet filter-none">${t("label.filter.none")}</p>`}<${Choices} ...${rest} classes=${[...found, ...hidden.map((one) => ({ ...one, key: null }))]} chosen=${chosen} /></div>
  </div>`;
}
