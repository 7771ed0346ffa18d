import { html } from "../vendor/htm-preact.js";
import { Contradiction } from "./contradiction.js";
import { Curve } from "./curve.js";
import { Hints } from "./hints.js";
import { NeededAndSaved } from "./tiles.js";

/** What the model has learned, how its rounds differ, and what to do about it. */
export function Learning({ data }) {
  const drawn = data.advice.pieces?.some((piece) => piece.name === "contradiction" && piece.picture);
  return html`<${NeededAndSaved} data=${data} />
    <${Curve} data=${data} wide />
    <${Hints} pieces=${data.advice.pieces} />
    ${!drawn && html`<${Contradiction} points=${data.contradiction} />`}`;
}
