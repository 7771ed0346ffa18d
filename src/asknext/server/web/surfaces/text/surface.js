import { html } from "../../vendor/htm-preact.js";
import { Content } from "../../parts/content.js";

/** The item alone; what can be said about it is still to come. */
export function Surface({ item }) {
  return html`<${Content} content=${item.content} />`;
}
