import { html, useState } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { Dialog } from "../parts/dialog.js";

/** To whom, and why: back to the queue for anybody, or to whoever gave the label. */
export function SendBack({ project, rows, onAct, onCancel }) {
  const [to, setTo] = useState("requeue");
  const [reason, setReason] = useState("");
  const givers = new Set(rows.map((one) => one.by));
  const returns = (project.identity?.verbs.includes("review") ?? true) && !givers.has(null) && !givers.has("import");
  const send = (event) => {
    event.preventDefault();
    onAct(to, rows, reason.trim());
  };
  return html`<${Dialog} title=${t("quality.back.title", { count: rows.length })} onClose=${onCancel}>
    <form class="stack" onSubmit=${send}>
      <fieldset class="stack plain-set"><legend class="unseen">${t("quality.back.to")}</legend>
        <label class="check"><input type="radio" name="to" checked=${to === "requeue"} onChange=${() => setTo("requeue")} />${t("quality.back.anybody")}</label>
        <label class="check"><input type="radio" name="to" disabled=${!returns} checked=${to === "return"} onChange=${() => setTo("return")} />${t("quality.back.giver", { names: [...givers].join(", ") })}</label>
      </fieldset>
      <label class="field">${t(to === "return" ? "quality.back.reason.needed" : "quality.back.reason")}
        <textarea rows="3" maxlength="5000" value=${reason} required=${to === "return"} onInput=${(event) => setReason(event.target.value)}></textarea></label>
      <div class="row end"><button type="button" class="button" onClick=${onCancel}>${t("app.cancel")}</button>
        <button type="submit" class="button primary" disabled=${to === "return" && !reason.trim()}>${t("quality.back")}</button></div>
    </form>
  <//>`;
}
