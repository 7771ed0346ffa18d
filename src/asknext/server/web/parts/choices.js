import { html, useEffect, useRef } from "../vendor/htm-preact.js";
import { filterKeys } from "../client/keymap.js";
import { t } from "../client/messages.js";

/**
 * The classes as buttons with their key. `chosen`: ids pressed now; `before`: ids of the answer being changed; `picked`:
 * the one in hand, where a class is chosen for what comes next; `sample(class)`: how it is drawn.
 */
export function Choices({ classes, multi, chosen, before, flash, onChoose, disabled, picked, sample }) {
  return html`<div class="choices n${Math.min(classes.length, 11)}" role="group" aria-label=${t(multi ? "label.choose.multi" : "label.choose")}>
    ${classes.map(
      (one) => html`<${Choice} key=${one.id} one=${one} multi=${multi} pressed=${chosen.includes(one.id)}
        before=${before?.includes(one.id)} flash=${flash === one.id} onChoose=${onChoose} disabled=${disabled} inHand=${picked === undefined ? undefined : picked === one.id} sample=${sample?.(one)} />`,
    )}
  </div>`;
}

function Choice({ one, multi, pressed, before, flash, onChoose, disabled, inHand, sample }) {
  // After a click by mouse or finger the focus must not stay, or Enter would press the button again.
  const click = (event) => {
    if (event.detail > 0) event.currentTarget.blur();
    onChoose(one.id);
  };
  return html`<button type="button" class="choice ${flash ? "flash" : ""} ${one.group ? "group" : ""}" data-choice=${one.group ? undefined : one.id} data-group=${one.group ? one.id : undefined} aria-pressed=${one.group ? undefined : multi ? String(pressed) : inHand === undefined ? undefined : String(inHand)}
    aria-disabled=${disabled ? "true" : undefined} aria-keyshortcuts=${one.key ?? undefined} title=${one.description || undefined} onClick=${click}>
    ${multi && !one.group && html`<span class="tick" aria-hidden="true">${pressed ? "✓" : ""}</span>`}
    ${sample ?? (one.colour && html`<span class="class-colour" style=${{ background: one.colour }} aria-hidden="true"></span>`)}
    <span class="choice-name" dir="auto">${one.path?.length > 0 && !one.bare && html`<small class="crumbs">${one.path.join(" › ")} › </small>`}${one.name}${one.group && html`<span aria-hidden="true"> ›</span><span class="unseen"> ${t("label.tree.group")}</span>`}</span>
    ${before && html`<span class="was">${t("history.last")}</span>`}
    ${one.key && html`<kbd aria-hidden="true">${one.key.toUpperCase()}</kbd>`}
  </button>`;
}

/**
 * Those whose name, or the names they stand below, contain every word of `words`; names that start with it first, else
 * in the order given.
 */
export function filtered(classes, words) {
  const wanted = words.toLowerCase().trim();
  if (!wanted) return classes;
  const parts = wanted.split(/\s+/);
  const whole = (one) => [...(one.path ?? []), one.name].join(" ").toLowerCase();
  const hits = classes.filter((one) => parts.every((part) => whole(one).includes(part)));
  const starts = (one) => one.name.toLowerCase().startsWith(wanted);
  return [...hits.filter(starts), ...hits.filter((one) => !starts(one))];
}

/** For more classes than keys: a filter, and number keys for those on top. `tree` makes it a walk through headings. */
export function FilteredChoices({ classes, words, onWords, chosen, focusOn, tree, quiet, ...rest }) {
  const field = useRef(null);
  useEffect(() => {
    // On a touch screen the focus would open the keyboard over the item.
    if (!quiet && matchMedia("(hover: hover)").matches) field.current?.focus({ preventScroll: true });
  }, [focusOn]);
  const found = filterKeys(tree ? tree.shown : filtered(classes, words));
  const hidden = classes.filter((one) => chosen.includes(one.id) && !found.some((other) => other.id === one.id));
  const choose = (id) => (found.find((one) => one.id === id)?.group ? tree.enter(id) : rest.onChoose(id));
  return html`<div class="filtered">
    <div class="filter">
      ${tree?.trail.length > 0 && html`<${Trail} tree=${tree} />`}
      <input ref=${field} type="search" class="filter-field" value=${words} autocomplete="off" spellcheck=${false} data-filter
        placeholder=${t(tree?.deep ? "label.tree.hint" : "label.filter.hint")} aria-label=${t("label.filter")} onInput=${(event) => onWords(event.target.value)} />
      ${tree?.canOrder && html`<label class="switch order"><input type="checkbox" role="switch" checked=${tree.byModel} onChange=${(event) => tree.setByModel(event.target.checked)} /><span>${t("label.order.model")}</span></label>`}
      <span class="filter-count" aria-live="polite">${t("label.filter.count", { count: found.length })}</span>
    </div>
    <div class="filter-list" tabindex="-1">${found.length ? null : html`<p class="quiet filter-none">${t("label.filter.none")}</p>`}<${Choices} ...${rest} onChoose=${choose} classes=${[...found, ...hidden.map((one) => ({ ...one, key: null }))]} chosen=${chosen} /></div>
  </div>`;
}

/** Where in the tree the list is; each part leads back to itself. */
function Trail({ tree }) {
  return html`<nav class="trail" aria-label=${t("label.tree.trail")}>
    <button type="button" class="trail-step" onClick=${() => tree.enter(null)}>${t("label.tree.all")}</button>
    ${tree.trail.map((one, place) => html`<span aria-hidden="true">›</span><button type="button" class="trail-step" aria-current=${place === tree.trail.length - 1 ? "location" : undefined} onClick=${() => tree.enter(one.id)}>${one.name}</button>`)}
  </nav>`;
}
