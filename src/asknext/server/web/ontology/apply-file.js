import { html, useState } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { Dialog } from "../parts/dialog.js";
import { trying } from "./trying.js";

/** The classes of an ontology.yaml in place of those there are; the preview says what would change. */
export function ApplyFile({ editor, onClose }) {
  const [text, setText] = useState("");
  const read = async (event) => setText((await event.target.files[0]?.text()) ?? "");
  const go = (event) => {
    event.preventDefault();
    trying(async () => {
      await editor.propose({ do: "apply", text }, { always: true });
      onClose();
    });
  };
  return html`<${Dialog} title=${t("ontology.apply")} onClose=${onClose} kind="wide">
    <form class="stack" onSubmit=${go}>
      <p class="quiet">${t("ontology.apply.hint")}</p>
      <label class="field"><span>${t("ontology.apply.file")}</span><input type="file" name="file" accept=".yaml,.yml" onChange=${(event) => trying(() => read(event))} /></label>
      <label class="field"><span>${t("ontology.apply.text")}</span><textarea name="text" rows="10" class="code" spellcheck=${false} value=${text} onInput=${(event) => setText(event.target.value)}></textarea></label>
      <div class="row end"><button type="submit" class="button primary" disabled=${!text.trim()}>${t("ontology.look")}</button></div>
    </form>
  <//>`;
}
