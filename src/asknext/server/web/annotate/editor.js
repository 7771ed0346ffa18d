import { html } from "../vendor/htm-preact.js";
import { printed } from "../client/keymap.js";
import { t } from "../client/messages.js";
import { Choices, FilteredChoices } from "../parts/choices.js";
import { Questions } from "../label/questions.js";
import { lookOf } from "../surfaces/look.js";
import { Surface } from "../surfaces/surface.js";
import { GhostBar } from "./ghost-bar.js";
import { AnnotationList } from "./list.js";
import { Swatch } from "./swatch.js";
import { ToolBar } from "./tool-bar.js";

/** The item with everything on it, and above it the tools and how to go back. */
export function EditorStage({ editor }) {
  const { project, item, editing, state } = editor;
  return html`<div class="annotate-stage">
    ${!editor.readOnly && html`<${ToolBar} editor=${editor} />`}
    <div class="surface" data-surface>
      <${Surface} item=${item} project=${project} value=${state.value} ghosts=${editing.ghosts} active=${state.active} hidden=${state.hidden} pick=${editor.pick}
        look=${editor.look} readOnly=${editor.readOnly} onChange=${editor.onChange} onActive=${(id) => editing.choose(id)} onPick=${editor.setPick} api=${editor.api} />
    </div>
    ${state.restored && !editor.readOnly && html`<p class="note restored" role="status"><span>${t("annotate.restored")}</span>
      <button type="button" class="button small" onClick=${() => editing.restart()}>${t("annotate.discard")}</button></p>`}
  </div>`;
}

/** Beside the item: the class of what comes next, suggestions, and all that was said. */
export function EditorPanel({ editor }) {
  if (!editor.classed && !editor.editing.all.length) return null;
  return html`<aside class="annotate-panel card" aria-label=${t("annotate.panel")}>
    ${editor.asking
      ? html`<${Questions} project=${editor.project} asking=${editor.asking} hint=${editor.hint} onAnswer=${editor.answering.answer} onNext=${editor.answering.next} onBack=${editor.answering.back} />`
      : editor.classed && !editor.readOnly && html`<${ClassBar} editor=${editor} />`}
    ${!editor.readOnly && html`<${GhostBar} editor=${editor} />`}
    ${editor.classed && html`<${AnnotationList} editor=${editor} />`}
  </aside>`;
}

function ClassBar({ editor }) {
  const { project, editing, classes, filter } = editor;
  const chosen = editing.target;
  const inHand = chosen ? chosen.class : editor.pick.classId;
  const rest = {
    multi: false, chosen: [], picked: inHand ?? null, onChoose: editor.choose, disabled: false,
    sample: (one) => (one.group ? null : html`<${Swatch} look=${editor.relation ? editor.look({ type: "relation", class: one.id }) : lookOf(project, one.id)} />`),
  };
  return html`<section class="class-bar" aria-label=${t("annotate.classes")}>
    <h2>${t(chosen ? "annotate.class.chosen" : "annotate.class.next")} ${chosen && html`<button type="button" class="button small release" onClick=${() => editing.choose(null)}>${t("annotate.release")} <kbd aria-hidden="true">Esc</kbd></button>`}</h2>
    ${filter ? html`<${FilteredChoices} ...${rest} classes=${classes} words=${editor.words} onWords=${editor.setWords} focusOn=${null} tree=${editor.tree} quiet />` : html`<${Choices} ...${rest} classes=${classes} />`}
  </section>`;
}

/** What ends the work on an item. */
export function SubmitRow({ editor, submitText = t("label.submit") }) {
  return html`<div class="submit-row">
    ${editor.classed && html`<button type="button" class="button" data-action="none" onClick=${(event) => press(event, editor, "none")}>${t("annotate.nothing")} <kbd aria-hidden="true">${editor.describeKey("none")}</kbd></button>`}
    <button type="button" class="button primary" data-action="submit" onClick=${(event) => press(event, editor, "submit")}>${submitText} <kbd aria-hidden="true">↵</kbd></button>
    <span class="hint">${editor.asking ? "" : editor.hint}</span>
  </div>`;
}

function press(event, editor, action) {
  if (event.detail > 0) event.currentTarget.blur();
  editor.act(action);
}

/** The keys of surface and editor, for the help: [printed key, text]. */
export function keysOf(editor) {
  const own = editor.bound().filter((one) => one.text).map((one) => [`${one.ctrl ? "Ctrl+" : ""}${printed({ key: one.key, shift: one.shift })}`, one.text]);
  const shown = ["none", "accept", "acceptAll", "dismiss", "dismissAll", "next", "previous", "remove", "duplicate", "hide", "hideAll", "questions", "find"];
  const said = shown.filter((action) => editor.keys[action] && (editor.classed || ["accept", "dismiss"].includes(action)) && (action !== "find" || editor.filter)).map((action) => [printed(editor.keys[action]), t(`annotate.key.${action}`)]);
  return { surface: own, editing: [...said, ["Ctrl+Z", t("annotate.key.undo")], ["Ctrl+⇧Z", t("annotate.key.redo")]] };
}
