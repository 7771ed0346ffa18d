import { html } from "../vendor/htm-preact.js";
import { isAnnotated } from "../client/annotated.js";
import { t } from "../client/messages.js";
import { excerpt } from "../client/project.js";
import { Dialog } from "../parts/dialog.js";
import { given } from "./given.js";

const SHOWN = 8;

/** What can be done with the chosen items; what changes is shown before it is done. */
export function Bulk({ project, items, selected, asking, onAsk, onAct, onCancel, onAll, done, onUndo }) {
  const fixable = isAnnotated(project) ? [] : selected.filter((one) => one.suggested);
  return html`<div class="row between bulk">
      <div class="row"><label class="check"><input type="checkbox" checked=${items.length > 0 && selected.length === items.length} onChange=${onAll} />${t("quality.all", { count: items.length })}</label>
        ${selected.length > 0 && html`<span>${t("quality.chosen", { count: selected.length })}</span>
          <button type="button" class="button small" disabled=${!fixable.length} onClick=${() => onAsk("fix", fixable)}>${t("quality.fix.all")}</button>
          <button type="button" class="button small" onClick=${() => onAsk("accept", selected)}>${t("quality.accept")}</button>
          <button type="button" class="button small" onClick=${() => onAsk("back", selected)}>${t("quality.back")}</button>`}</div>
      <div class="row"><button type="button" class="button small" disabled=${!done} onClick=${onUndo}>${t("quality.undo")} <kbd aria-hidden="true">U</kbd></button>
        <span class="quiet small keys">${t("quality.keys")}</span></div>
    </div>
    ${asking && asking.name !== "back" && html`<${Preview} project=${project} asking=${asking} onAct=${onAct} onCancel=${onCancel} />`}`;
}

function Preview({ project, asking, onAct, onCancel }) {
  const { name, rows } = asking;
  const changes = new Map();
  const text = (ids) => given(project, ids);
  for (const one of rows) {
    const change = name === "fix" ? `${text(one.label)} → ${text(one.suggested)}` : text(one.label);
    changes.set(change, (changes.get(change) ?? 0) + 1);
  }
  const sorted = [...changes].sort((a, b) => b[1] - a[1]);
  return html`<${Dialog} title=${t(`quality.preview.${name}`, { count: rows.length })} onClose=${onCancel}>
    <ul class="preview">${sorted.slice(0, SHOWN).map(([change, count]) => html`<li><span dir="auto">${change}</span> <strong>${count}</strong></li>`)}</ul>
    <ul class="preview quiet">${rows.slice(0, SHOWN).map((one) => html`<li dir="auto">${excerpt(one.content, 80)}</li>`)}</ul>
    ${rows.length > SHOWN && html`<p class="quiet">${t("quality.preview.more", { count: rows.length - SHOWN })}</p>`}
    <div class="row end"><button type="button" class="button" onClick=${onCancel}>${t("app.cancel")}</button>
      <button type="button" class="button primary" autofocus onClick=${() => onAct(name, rows)}>${t(`quality.preview.${name}`, { count: rows.length })}</button></div>
  <//>`;
}
