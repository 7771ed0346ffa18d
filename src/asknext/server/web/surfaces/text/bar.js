import { html } from "../../vendor/htm-preact.js";
import { t } from "../../client/messages.js";

/** What can be done with the selection and with the chosen span; each has a key, and a finger can press it. */
export function Bar({ view }) {
  const { whole, waiting, mark, twins, names, relating } = view;
  return html`<div class="text-bar" role="toolbar" aria-label=${t("text.bar")}>
    <${Act} label=${t("text.whole")} k="T" pressed=${whole} onClick=${view.toggle} />
    <span class="pointer-only"><${Act} label=${t("text.once")} k="M" pressed=${view.atOnce} onClick=${view.toggleOnce} /></span>
    ${relating ? html`<${Relating} view=${view} />` : html`
      <${Act} label=${t("text.mark", { name: view.pickName })} k="␣" off=${!waiting} onClick=${view.markNow} />
      ${waiting && view.classes.map((one) => html`<span class="touch-only" key=${one.id}><${Act} label=${one.name} onClick=${() => view.markAs(one.id)} /></span>`)}
      ${mark && html`${EDGES.map(([edge, forward, path]) => html`<button type="button" class="icon-button small" aria-label=${t(`text.${edge}.${forward ? "later" : "earlier"}`)} title=${t(`text.${edge}.${forward ? "later" : "earlier"}`)} onMouseDown=${hold} onClick=${() => view.resize(edge, forward)}><svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg></button>`)}
        ${twins > 0 && html`<${Act} label=${t("text.alike", { count: twins })} k="L" onClick=${view.markAlike} />`}
        ${names.length > 0 && html`<${Act} label=${t("text.relate")} k="R" onClick=${view.relate} />`}`}`}
  </div>`;
}

/** While a relation waits for its other end. */
function Relating({ view }) {
  return html`<span class="text-relating" dir="auto">${t("text.relating", { text: view.relatingText })}</span>
    ${view.names.map((name) => html`<${Act} key=${name} label=${name} pressed=${name === view.relation} onClick=${() => view.setRelation(name)} />`)}
    <${Act} label=${t("app.cancel")} k="Esc" onClick=${view.stopRelating} />`;
}

const EDGES = [
  ["begin", false, "M15 5v14M4 12h8M7.5 8.5 4 12l3.5 3.5"],
  ["begin", true, "M19 5v14M5 12h9M10.5 8.5 14 12l-3.5 3.5"],
  ["end", false, "M5 5v14M19 12h-9M13.5 8.5 10 12l3.5 3.5"],
  ["end", true, "M9 5v14M12 12h8M16.5 8.5 20 12l-3.5 3.5"],
];

/** A press must take away neither the selection that it is about, nor the focus: Enter is to submit. */
const hold = (event) => event.preventDefault();

function Act({ label, k, pressed, off, onClick }) {
  return html`<button type="button" class="button small" aria-pressed=${pressed === undefined ? undefined : String(pressed)} disabled=${off} onMouseDown=${hold} onClick=${onClick}><span dir="auto">${label}</span>${k && html` <kbd>${k}</kbd>`}</button>`;
}
