import { html, useState } from "../vendor/htm-preact.js";
import { useKeydown } from "../client/keydown.js";
import { t } from "../client/messages.js";
import { labelText } from "../client/project.js";
import { Drafts } from "../annotate/drafts.js";
import { EditorPanel, EditorStage, SubmitRow } from "../annotate/editor.js";
import { onEditorKey } from "../annotate/keys.js";
import { useEditor } from "../annotate/use-editor.js";

/** An item with its annotations to look at, and once it is `correcting`, to change. */
export function Correcting({ project, item, correcting, onCorrecting, onLabel }) {
  const [drafts] = useState(() => new Drafts(project, "items/"));
  const submit = (value) => {
    onCorrecting(false);
    onLabel(value);
  };
  const editor = useEditor({ project, item, shown: `${item.item}/${correcting}/${JSON.stringify(item.label)}`, value: item.label, readOnly: !correcting, drafts: correcting ? drafts : null, onSubmit: submit });
  const leave = () => onCorrecting(false);
  useKeydown((event, now) => now.correcting && onEditorKey(event, now.editor, (heard) => pageKey(heard, now)), { editor, correcting, leave });
  return html`<div class="correcting-item">
    <div class="correcting-work"><${EditorStage} editor=${editor} />${correcting && html`<${EditorPanel} editor=${editor} />`}</div>
    ${correcting
      ? html`<div class="row"><button type="button" class="button" onClick=${leave}>${t("app.cancel")} <kbd aria-hidden="true">Esc</kbd></button><${SubmitRow} editor=${editor} submitText=${t("items.correct.save")} /></div>`
      : html`<div class="row between"><strong>${item.label ? labelText(project, item.label, t("annotate.nothing")) : t("items.unlabelled")}</strong>
        <button type="button" class="button primary" data-action="correct" onClick=${() => onCorrecting(true)}>${t(item.label ? "items.correct" : "items.annotate")} <kbd aria-hidden="true">E</kbd></button></div>
        ${editor.state.value.length > 0 && html`<${EditorPanel} editor=${editor} />`}`}
  </div>`;
}

function pageKey(event, { editor, leave }) {
  if (event.key === "Escape") return leave;
  return event.key === "Enter" ? editor.submit : null;
}
