import { html } from "../../vendor/htm-preact.js";
import { t } from "../../client/messages.js";
import { edited } from "./edits.js";
import { KIT } from "./tools/kit.js";

/** The row below the picture: what can be done with the chosen shape, a hint, the brush's size, the view. */
export function Bar({ board, ui, lead, active }) {
  const tool = board.tool;
  return html`<div class="board-bar">
    ${lead}
    <${Acts} board=${board} tool=${tool} active=${active} />
    <span class="board-hint">${ui.hint}</span>
    ${KIT[tool]?.sized && html`<${Slider} name="brush" least=${1} most=${200} step=${1} ui=${ui} board=${board} />`}
    <div class="board-view">
      <button type="button" class="button small" aria-label=${t("image.zoom.out")} onClick=${() => board.zoom(0.8)}>−</button>
      <button type="button" class="button small board-scale" aria-label=${t("image.zoom.fit", { percent: Math.round(ui.scale * 100) })} onClick=${() => board.fit()}>${Math.round(ui.scale * 100)} %</button>
      <button type="button" class="button small" aria-label=${t("image.zoom.in")} onClick=${() => board.zoom(1.25)}>+</button>
      <details class="board-settings">
        <summary class="button small">${t("image.view")}</summary>
        <div class="board-sheet card">
          <${Slider} name="light" least=${0.2} most=${3} step=${0.05} ui=${ui} board=${board} />
          <${Slider} name="contrast" least=${0.2} most=${3} step=${0.05} ui=${ui} board=${board} />
          <${Slider} name="fill" least=${0} most=${0.6} step=${0.05} ui=${ui} board=${board} />
          <button type="button" class="button small" onClick=${() => board.set({ light: 1, contrast: 1, fill: 0.2 })}>${t("image.view.reset")}</button>
        </div>
      </details>
    </div>
  </div>`;
}

function Slider({ name, least, most, step, ui, board }) {
  const value = ui.settings[name];
  return html`<label class="board-slider"><span>${t(`image.setting.${name}`)}</span>
    <input type="range" min=${least} max=${most} step=${step} value=${value} onInput=${(event) => board.set({ [name]: Number(event.currentTarget.value) })} />
  </label>`;
}

/** Buttons for what a finger has no key for; each is a key as well. */
function Acts({ board, tool, active }) {
  if (board.props.readOnly) return null;
  const acts = board.sketch ? sketchActs(board, tool) : shapeActs(board, active);
  return acts.map(([name, run]) => html`<button key=${name} type="button" class="button small" onClick=${(event) => (event.detail && event.currentTarget.blur(), run())}>${t(`image.act.${name}`)}</button>`);
}

function sketchActs(board, tool) {
  const own = tool === "keypoints" ? [["skip", () => edited.skip(board)], ["occluded", () => edited.visibility(board)]] : [];
  return [...own, ["finish", () => KIT[tool].finish?.(board)], ["back", () => KIT[tool].back?.(board)], ["cancel", () => board.cancel()]];
}

function shapeActs(board, active) {
  const shapes = board.props.project.annotate?.shapes ?? [];
  const may = (type) => shapes.includes(type) && active && active.type !== type && active.type !== "keypoints";
  const acts = [];
  if (may("mask")) acts.push(["mask", () => edited.toMask(board)]);
  if (may("polygon")) acts.push(["polygon", () => edited.toPolygon(board)]);
  if (active?.type === "polygon" && board.held >= 0) acts.push(["remove", () => edited.remove(board)]);
  if (active?.type === "keypoints" && board.held >= 0) acts.push(["visibility", () => edited.visibility(board)]);
  return acts;
}
