import { html, useState } from "../vendor/htm-preact.js";
import { integer, t } from "../client/messages.js";
import { Dialog } from "../parts/dialog.js";
import { trying } from "./trying.js";

/** What a change would do, with counts, before anything is stored. */
export function PreviewDialog({ editor, asking }) {
  const { change, seen } = asking;
  const [told, setTold] = useState(change.do === "delete" && !seen.refusal ? "plain" : "requeue");
  const [into, setInto] = useState("");
  const others = editor.project.classes.filter((one) => one.id !== change.class);
  const close = () => editor.set({ asking: null });
  const mends = seen.refusal && ["delete", "edit", "undo"].includes(change.do);
  const whole = !mends ? change : told === "merge" ? { do: "merge", classes: [change.class], into } : { ...change, requeue: true };
  const ready = !seen.refusal || (mends && (told === "requeue" || into));
  return html`<${Dialog} title=${t(change.do === "merge" ? "ontology.preview.merge.title" : `ontology.preview.${change.do}`)} onClose=${close} kind="wide">
    <ul class="differences">${seen.differences.map((one) => html`<li dir="auto">${said(one)}</li>`)}</ul>
    <${Uses} uses=${seen.changed} text="ontology.preview.changed" />
    ${!seen.sorted && html`<${Uses} uses=${seen.lost} text="ontology.preview.lost" />`}
    ${seen.sorted && html`<ul class="differences">${Object.entries(seen.sorted).map(([name, count]) => html`<li>${name ? t("ontology.preview.sorted", { name, count }) : t("ontology.preview.unsorted", { count })}</li>`)}</ul>`}
    ${Object.entries(seen.keys).map(([action, key]) => html`<p class="quiet">${t("ontology.preview.key", { action: t(`label.${action}`), key })}</p>`)}
    ${mends && html`<fieldset class="stack"><legend>${t("ontology.preview.remedy")}</legend>
      <label class="check"><input type="radio" name="told" checked=${told === "requeue"} onChange=${() => setTold("requeue")} /><span>${t("ontology.preview.requeue")}</span></label>
      ${change.do === "delete" && html`<label class="check"><input type="radio" name="told" checked=${told === "merge"} onChange=${() => setTold("merge")} /><span>${t("ontology.preview.merge")}</span></label>
        <label class="field"><span class="unseen">${t("ontology.merge.into")}</span><select name="into" value=${into} onChange=${(event) => (setInto(event.target.value), setTold("merge"))}><option value="">–</option>${others.map((one) => html`<option value=${one.id}>${one.name}</option>`)}</select></label>`}
    </fieldset>`}
    ${seen.refusal && !mends && html`<p class="problem" role="alert">${seen.refusal}</p>`}
    <div class="row end"><button type="button" class="button" onClick=${close}>${t("app.cancel")}</button>
      <button type="button" class="button primary" disabled=${!ready} onClick=${() => trying(() => editor.make(whole))}>${t(`ontology.preview.do.${whole.do}`)}</button></div>
  <//>`;
}

/** One difference in words. */
export function said({ what, name, was, now }) {
  return t(`ontology.did.${what}`, { name, was: was ?? "–", now: now ?? "–" });
}

function Uses({ uses, text }) {
  if (!uses.labels && !uses.votes && !uses.gold) return null;
  const people = uses.annotators.slice(0, 5).map(({ name, answers }) => `${name} ${integer(answers)}`).join(", ");
  const states = Object.entries(uses.by_state).map(([state, count]) => `${integer(count)} ${t(`items.state.${state}`).toLowerCase()}`).join(", ");
  return html`<div class="uses"><p><strong>${t(text, { labels: uses.labels, votes: uses.votes })}</strong></p>
    <p class="quiet">${[states, people, uses.gold ? t("ontology.preview.gold", { count: uses.gold }) : ""].filter(Boolean).join(" · ")}</p></div>`;
}
