import { html } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";

const HISTORY = {
  undo: "M9 7 4 12l5 5M4 12h10a6 6 0 0 1 6 6",
  redo: "M15 7l5 5-5 5M20 12H10a6 6 0 0 0-6 6",
};

/** The tools of the surface, one of them in hand, and the steps back and forth. Nothing where there is only one tool. */
export function ToolBar({ editor }) {
  const { tools, pick } = editor;
  if (tools.length < 2) return null;
  return html`<div class="tool-bar" role="toolbar" aria-label=${t("annotate.tools")}>
    <div class="tools" role="group" aria-label=${t("annotate.tool")}>${tools.map((one) => html`<${Tool} key=${one.id} name=${one.id} icon=${one.icon} text=${one.text} letter=${one.key} pressed=${one.id === pick.tool} onPress=${() => editor.setPick({ tool: one.id })} />`)}</div>
    <${Steps} editor=${editor} />
  </div>`;
}

/** One step back on this item, or one forth again. */
export function Steps({ editor }) {
  const { editing } = editor;
  return html`<div class="tools steps" role="group" aria-label=${t("annotate.steps")}>
    <${Tool} name="undo-step" icon=${HISTORY.undo} text=${t("annotate.key.undo")} letter="Ctrl+Z" disabled=${!editing.canUndo} quiet onPress=${() => editor.act("undo")} />
    <${Tool} name="redo-step" icon=${HISTORY.redo} text=${t("annotate.key.redo")} letter="Ctrl+⇧Z" disabled=${!editing.canRedo} quiet onPress=${() => editor.act("redo")} />
  </div>`;
}

function Tool({ name, icon, text, letter, pressed, disabled, quiet, onPress }) {
  const press = (event) => {
    if (event.detail > 0) event.currentTarget.blur();
    if (!disabled) onPress();
  };
  return html`<button type="button" class="tool ${quiet ? "bare" : ""}" data-tool=${name} title=${`${text}${letter ? ` (${letter.toUpperCase()})` : ""}`} aria-label=${quiet ? text : undefined} aria-keyshortcuts=${letter?.length === 1 ? letter : undefined}
    aria-pressed=${pressed === undefined ? undefined : String(pressed)} aria-disabled=${disabled ? "true" : undefined} onClick=${press}>
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${icon} /></svg>
    ${!quiet && html`<span class="tool-name">${text}</span>${letter && html`<kbd aria-hidden="true">${letter.toUpperCase()}</kbd>`}`}
  </button>`;
}
