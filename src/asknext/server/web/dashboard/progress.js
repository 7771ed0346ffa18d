import { html } from "../vendor/htm-preact.js";
import { AddClass } from "./add-class.js";
import { Advice } from "./advice.js";
import { Annotators, Machine } from "./annotators.js";
import { Balance } from "./balance.js";
import { Curve } from "./curve.js";
import { Tiles } from "./tiles.js";

/** How far it is, how good the model is, and whether to go on. */
export function Progress({ data, project }) {
  const may = !project.identity || project.identity.verbs.includes("edit_ontology");
  const hasClasses = !["number", "ordinal", "pairwise"].includes(project.task);
  return html`<${Advice} advice=${data.advice} />
    <${Tiles} data=${data} />
    <${Curve} data=${data} wide=${!hasClasses} />
    ${hasClasses && html`<${Balance} classes=${data.classes}>${may && html`<${AddClass} />`}<//>`}
    <${Annotators} people=${data.annotators} />
    <${Machine} trainer=${data.trainer} queue=${data.queue} />`;
}
