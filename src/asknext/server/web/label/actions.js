import { html } from "../vendor/htm-preact.js";
import { printed } from "../client/keymap.js";
import { t } from "../client/messages.js";

const LIST = ["undo", "skip", "flag", "comment", "why", "guidelines", "help"];

/** Everything that is not an answer, as small buttons with their keys. */
export function Actions({ keys, item, whyOpen, onAction }) {
  return html`<div class="actions" role="group" aria-label=${t("label.actions")}>
    ${LIST.map((action) => html`<button key=${action} type="button" class="action" data-action=${action} aria-pressed=${pressed(action, item, whyOpen)} onClick=${(event) => act(event, action, onAction)}>
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${ICONS[action]} /></svg>
      <span>${t(`label.${action}`)}</span><kbd aria-hidden="true">${printed(keys[action])}</kbd>
    </button>`)}
  </div>`;
}

function act(event, action, onAction) {
  if (event.detail > 0) event.currentTarget.blur();
  onAction(action);
}

function pressed(action, item, whyOpen) {
  if (action === "flag") return String(Boolean(item?.flagged));
  return action === "why" ? String(whyOpen) : undefined;
}

const ICONS = {
  undo: "M9 7 4 12l5 5M4 12h10a6 6 0 0 1 6 6",
  skip: "M5 5v14l9-7ZM19 5v14",
  flag: "M6 21V4M6 4h11l-2.5 4L17 12H6",
  comment: "M4 5h16v11H10l-5 4v-4H4Z",
  why: "M12 17.5h.01M9.2 9a2.9 2.9 0 1 1 4.3 2.6c-1 .6-1.5 1.2-1.5 2.4",
  guidelines: "M6 3h9l4 4v14H6ZM9 11h7M9 15h7",
  help: "M3 6h18v12H3ZM7 10h.01M11 10h.01M15 10h.01M7 14h10",
};
