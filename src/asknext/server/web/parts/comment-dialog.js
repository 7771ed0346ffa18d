import { html, useEffect, useRef } from "../vendor/htm-preact.js";
import { moment, t } from "../client/messages.js";
import { Dialog } from "./dialog.js";

export function Comments({ comments }) {
  if (!comments?.length) return null;
  return html`<ul class="comments" aria-label=${t("label.comments")}>
    ${comments.map((one) => html`<li><p dir="auto">${one.text}</p><small>${t("event.by", { name: one.annotator, at: moment(one.at) })}</small></li>`)}
  </ul>`;
}

export function CommentDialog({ comments, onSave, onClose }) {
  const field = useRef(null);
  useEffect(() => field.current.focus(), []);
  const save = (event) => {
    event?.preventDefault();
    onSave(field.current.value);
    onClose();
  };
  const key = (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && save(event);
  return html`<${Dialog} title=${t("label.comment")} onClose=${onClose}>
    <${Comments} comments=${comments} />
    <form class="stack" onSubmit=${save}>
      <label class="field"><span>${t("label.comment.text")}</span>
        <textarea ref=${field} name="comment" rows="4" maxlength="5000" required onKeyDown=${key}></textarea></label>
      <div class="row between"><small class="quiet">${t("label.comment.hint")}</small>
        <button class="button primary" type="submit">${t("app.save")}</button></div>
    </form>
  <//>`;
}
