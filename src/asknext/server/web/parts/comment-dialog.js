import { html, useEffect, useRef, useState } from "../vendor/htm-preact.js";
import { moment, t } from "../client/messages.js";
import { Dialog } from "./dialog.js";

export function Comments({ comments }) {
  if (!comments?.length) return null;
  return html`<ul class="comments" aria-label=${t("label.comments")}>
    ${comments.map((one) => html`<li><p dir="auto">${one.text}</p><small>${t("event.by", { name: one.annotator, at: moment(one.at) })}</small></li>`)}
  </ul>`;
}

/** With `onAsk` the text may also be a question to those who review; the item may wait for their reply. */
export function CommentDialog({ comments, onSave, onAsk, onClose }) {
  const field = useRef(null);
  const [asks, setAsks] = useState(false);
  const [parks, setParks] = useState(false);
  useEffect(() => field.current.focus(), []);
  const save = (event) => {
    event?.preventDefault();
    if (asks) onAsk(field.current.value, parks);
    else onSave(field.current.value);
    onClose();
  };
  const key = (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && save(event);
  return html`<${Dialog} title=${t("label.comment")} onClose=${onClose}>
    <${Comments} comments=${comments} />
    <form class="stack" onSubmit=${save}>
      <label class="field"><span>${t("label.comment.text")}</span>
        <textarea ref=${field} name="comment" rows="4" maxlength="5000" required onKeyDown=${key}></textarea></label>
      ${onAsk && html`<label class="check"><input type="checkbox" name="ask" checked=${asks} onChange=${(event) => setAsks(event.target.checked)} />${t("label.ask")}</label>
        ${asks && html`<label class="check"><input type="checkbox" name="park" checked=${parks} onChange=${(event) => setParks(event.target.checked)} />${t("label.ask.park")}</label>`}`}
      <div class="row between"><small class="quiet">${t("label.comment.hint")}</small>
        <button class="button primary" type="submit">${t("app.save")}</button></div>
    </form>
  <//>`;
}
