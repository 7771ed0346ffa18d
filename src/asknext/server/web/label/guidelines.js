import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { get } from "../client/api.js";
import { t } from "../client/messages.js";
import { CleanedMarkup } from "../parts/cleaned-markup.js";
import { Dialog } from "../parts/dialog.js";

/** What annotators are told: the guidelines, and each class with its description and examples. */
export function Guidelines({ project, filter, onClose }) {
  const [found, setFound] = useState(null);
  useEffect(() => {
    let over = false;
    // What was there when the page was loaded is better than nothing while the server is away.
    get("/guidelines").then((answer) => !over && setFound(answer)).catch(() => !over && setFound({ text: project.guidelines, html: null }));
    return () => {
      over = true;
    };
  }, []);
  const described = [...project.classes, ...project.headings].filter((one) => one.description || one.examples?.length);
  return html`<${Dialog} title=${t("guidelines.title")} onClose=${onClose} kind="drawer">
    <div class="guidelines" tabindex="0" aria-busy=${String(!found)}>
      ${found?.html ? html`<${CleanedMarkup} markup=${found.html} />` : found?.text ? html`<p class="plain" dir="auto">${found.text}</p>` : found && !described.length && html`<p class="quiet">${t("guidelines.none")}</p>`}
      ${described.length > 0 && html`<dl class="descriptions">${described.map((one) => html`<div key=${one.id}><dt>${one.colour && html`<span class="class-colour" style=${{ background: one.colour }} aria-hidden="true"></span>`}${one.path?.length > 0 && html`<small class="crumbs">${one.path.join(" › ")} › </small>`}${one.name}${!filter && one.key && html` <kbd>${one.key.toUpperCase()}</kbd>`}</dt>
        ${one.description && html`<dd dir="auto">${one.description}</dd>`}
        ${one.examples?.length > 0 && html`<dd><p class="quiet">${t("guidelines.examples")}</p><ul class="examples">${one.examples.map((example) => html`<li dir="auto">${example}</li>`)}</ul></dd>`}</div>`)}</dl>`}
    </div>
  <//>`;
}
