import { html } from "../vendor/htm-preact.js";
import { printed } from "../client/keymap.js";
import { t } from "../client/messages.js";
import { isDeep } from "./class-tree.js";
import { Dialog } from "../parts/dialog.js";

const SINGLE = ["undo", "skip", "flag", "comment", "why", "guidelines", "zoom", "help"];
const MULTI = ["submit", "none", ...SINGLE];

/** All keys of the page. `annotating`: those of the surface and of the editor, where there is one. */
export function Help({ project, keys, filter, annotating, onTour, onClose }) {
  if (annotating) return html`<${AnnotatingHelp} project=${project} keys=${keys} filter=${filter} annotating=${annotating} onTour=${onTour} onClose=${onClose} />`;
  const actions = (project.multi ? MULTI : SINGLE).filter((action) => action !== "zoom" || project.content === "image");
  const moved = Object.values(keys).some(({ shift }) => shift);
  return html`<${Dialog} title=${t("help.title")} onClose=${onClose} kind="wide">
    <div class="help">
      <section><h3>${t("help.classes")}</h3><dl class="keys">
        ${filter ? html`${line("A–Z", t("help.filter"))}${line("1–9, 0", t("help.classes.many"))}${line("↵", t("label.choose"))}${isDeep(project) && html`${line("→ ←", t("help.tree"))}`}` : project.classes.map((one) => line((one.key ?? "–").toUpperCase(), one.name))}
      </dl></section>
      <section><h3>${t("help.actions")}</h3><dl class="keys">
        ${actions.map((action) => line(printed(keys[action]), t(`help.${action}`)))}
        ${line("Esc", t("help.escape"))}
      </dl>${moved && html`<p class="quiet">${t("help.moved")}</p>`}</section>
    </div>
    <p class="row end"><button class="button" type="button" onClick=${onTour}>${t("tour.again")}</button></p>
  <//>`;
}

function AnnotatingHelp({ project, keys, filter, annotating, onTour, onClose }) {
  const { surface, editing } = annotating;
  const classed = project.classes.length > 0;
  return html`<${Dialog} title=${t("help.title")} onClose=${onClose} kind="wide">
    <div class="help annotated">
      ${surface.length > 0 && html`<section><h3>${t("help.surface")}</h3><dl class="keys">${surface.map(([key, text]) => line(key, text))}</dl></section>`}
      <section><h3>${t("help.editing")}</h3><dl class="keys">${line("↵", t("help.submit.annotated"))}${editing.map(([key, text]) => line(key, text))}${line("Esc", t("help.escape.annotated"))}</dl></section>
      ${classed && html`<section class="of-classes"><h3>${t("help.classes")}</h3><dl class="keys">${filter ? line("1–9, 0", t("help.classes.many")) : project.classes.map((one) => line((one.key ?? "–").toUpperCase(), one.name))}</dl></section>`}
      <section><h3>${t("help.actions")}</h3><dl class="keys">${line(printed(keys.undo), t("help.undo.annotated"))}${SINGLE.filter((action) => !["undo", "zoom"].includes(action)).map((action) => line(printed(keys[action]), t(`help.${action}`)))}</dl></section>
    </div>
    <p class="row end"><button class="button" type="button" onClick=${onTour}>${t("tour.again")}</button></p>
  <//>`;
}

function line(key, text) {
  return html`<div><dt><kbd>${key}</kbd></dt><dd dir="auto">${text}</dd></div>`;
}
