import { html, useState } from "../vendor/htm-preact.js";
import { isAnnotated } from "../client/annotated.js";
import { moment, t } from "../client/messages.js";
import { labelText } from "../client/project.js";
import { Choices, FilteredChoices } from "../parts/choices.js";
import { Comments } from "../parts/comment-dialog.js";
import { Content } from "../parts/content.js";
import { Correcting } from "./correcting.js";

/** One item whole: its content, its label to change, comments, and what has happened to it. */
export function Detail({ project, item, filter, words, onWords, chosen, onChoose, onAct, commentField, correcting, onCorrecting }) {
  return html`<section class="card detail" aria-labelledby="detail-title">
    <h2 id="detail-title">${t("items.detail", { id: item.id })}</h2>
    ${isAnnotated(project) ? html`<${Correcting} project=${project} item=${item} correcting=${correcting} onCorrecting=${onCorrecting} onLabel=${(value) => onAct("label", value)} />` : html`<${Answer} project=${project} item=${item} filter=${filter} words=${words} onWords=${onWords} chosen=${chosen} onChoose=${onChoose} onAct=${onAct} />`}
    <div class="row">
      ${item.state !== "open" && html`<button type="button" class="button small" onClick=${() => onAct("requeue")}>${t("items.requeue")} <kbd aria-hidden="true">R</kbd></button>`}
      <button type="button" class="button small" onClick=${() => onAct("flag")} aria-pressed=${String(item.flagged)}>${t(item.flagged ? "label.unflag" : "label.flag")} <kbd aria-hidden="true">F</kbd></button>
      <button type="button" class="button small" onClick=${() => onAct(item.state === "ignored" ? "unignore" : "ignore")}>${t(item.state === "ignored" ? "items.unignore" : "items.ignore")}</button>
    </div>
    <${Comments} comments=${item.comments} />
    <${CommentForm} onSave=${(text) => onAct("comment", text)} field=${commentField} />
    <${Meta} item=${item} />
    <${History} project=${project} events=${item.events ?? []} />
  </section>`;
}

/** The item, and its classes to change. */
function Answer({ project, item, filter, words, onWords, chosen, onChoose, onAct }) {
  const choices = { multi: project.multi, chosen, before: project.multi ? null : (item.label ?? null), onChoose, classes: project.classes };
  return html`<div class="detail-content" tabindex="0" role="region" aria-label=${t("label.item")}><${Content} content=${item.content} /></div>
    ${filter ? html`<${FilteredChoices} ...${choices} words=${words} onWords=${onWords} />` : html`<${Choices} ...${choices} />`}
    ${project.multi && html`<div class="row"><button type="button" class="button" onClick=${() => onAct("none")}>${t("label.none")}</button><button type="button" class="button primary" onClick=${() => onAct("submit")}>${t("label.submit")}</button></div>`}`;
}

function CommentForm({ onSave, field }) {
  const [text, setText] = useState("");
  const save = (event) => {
    event.preventDefault();
    if (!text.trim()) return;
    onSave(text.trim());
    setText("");
  };
  return html`<form class="comment-form" onSubmit=${save}>
    <label class="field"><span class="unseen">${t("items.comment.add")}</span><input ref=${field} name="comment" value=${text} placeholder=${t("items.comment.add")} maxlength="5000" autocomplete="off" onInput=${(event) => setText(event.target.value)} /></label>
    <button class="button" type="submit">${t("app.save")}</button>
  </form>`;
}

function Meta({ item }) {
  const entries = Object.entries(item.meta ?? {}).concat(item.group ? [[t("items.group"), item.group]] : []);
  if (!entries.length) return null;
  return html`<details><summary>${t("items.meta")}</summary><dl class="facts">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd dir="auto">${typeof value === "object" ? JSON.stringify(value) : String(value)}</dd></div>`)}</dl></details>`;
}

function History({ project, events }) {
  return html`<h3>${t("items.history")}</h3>
    ${events.length ? html`<ol class="events">${events.map((one) => html`<li key=${one.uid}><span dir="auto">${said(project, one)}</span> <small class="quiet">${t("event.by", { name: one.annotator, at: moment(one.at) })}</small></li>`)}</ol>`
      : html`<p class="quiet">${t("items.history.empty")}</p>`}`;
}

function said(project, { kind, value }) {
  const shown = kind === "label" ? labelText(project, value, t("items.none")) : value;
  return t(`event.${kind}`, { value: shown });
}
