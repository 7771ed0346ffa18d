import { html, useEffect, useRef, useState } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { labelText } from "../client/project.js";
import { Dialog } from "../parts/dialog.js";

/** Why the item goes back, and to whom. */
export function RejectDialog({ item, onSend, onClose }) {
  const people = [...new Set(item.votes.filter((vote) => vote.kind === "human").map((vote) => vote.annotator))];
  const [to, setTo] = useState(people.includes(item.proposed.annotator) ? item.proposed.annotator : people[0]);
  return html`<${Dialog} title=${t("review.reject")} onClose=${onClose}>
    <${Reason} label=${t("review.reason")} needed=${true} send=${t("review.reject")} onSend=${(reason) => onSend(reason, people.length > 1 ? to : undefined)}>
      ${people.length > 1 && html`<fieldset class="stack plain-set"><legend>${t("review.to")}</legend>
        ${people.map((name) => html`<label class="check"><input type="radio" name="to" checked=${name === to} onChange=${() => setTo(name)} /><span dir="auto">${name}</span></label>`)}</fieldset>`}
    <//>
  <//>`;
}

/** The item becomes one by which annotators are tested. */
export function GoldDialog({ project, value, onSend, onClose }) {
  if (Array.isArray(value) && !value.length && !project.multi) return html`<${Dialog} title=${t("review.gold")} onClose=${onClose}><p>${t("review.gold.nothing")}</p><//>`;
  return html`<${Dialog} title=${t("review.gold")} onClose=${onClose}>
    <p>${t("review.gold.text", { label: labelText(project, value, t("history.none")) })}</p>
    <${Reason} label=${t("review.gold.why")} send=${t("review.gold")} onSend=${(reason) => onSend(value, reason)} />
  <//>`;
}

function Reason({ label, needed, send, onSend, children }) {
  const field = useRef(null);
  const [text, setText] = useState("");
  useEffect(() => field.current.focus(), []);
  const submit = (event) => {
    event.preventDefault();
    if (!needed || text.trim()) onSend(text.trim());
  };
  const key = (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && submit(event);
  return html`<form class="stack" onSubmit=${submit}>
    ${children}
    <label class="field"><span>${label}</span><textarea ref=${field} name="reason" rows="3" maxlength="5000" required=${needed} value=${text} onInput=${(event) => setText(event.target.value)} onKeyDown=${key}></textarea></label>
    <div class="row between"><small class="quiet">${t("label.comment.hint")}</small><button class="button primary" type="submit" disabled=${needed && !text.trim()}>${send}</button></div>
  </form>`;
}
