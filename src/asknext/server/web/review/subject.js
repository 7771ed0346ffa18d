import { html, useState } from "../vendor/htm-preact.js";
import { moment, t } from "../client/messages.js";
import { Comments } from "../parts/comment-dialog.js";
import { Content } from "../parts/content.js";
import { Thread } from "../parts/thread.js";

const ZOOMS = [1, 2, 4];

/** The item under review, with what people said about it; `children` are shown for the item where they are given. */
export function Subject({ item, children }) {
  const [zoom, setZoom] = useState(1);
  const next = () => setZoom(ZOOMS[(ZOOMS.indexOf(zoom) + 1) % ZOOMS.length]);
  return html`<article class="card subject-item" data-item=${item.item} key=${item.item} tabindex="0" aria-label=${t("label.item")}>
    ${item.flagged && html`<span class="flag-mark">⚑ ${t("label.flagged")}</span>`}
    ${children ?? html`<${Content} content=${item.content} zoom=${zoom} onZoom=${next} />`}
    <${Comments} comments=${item.comments} />
    ${item.threads?.map((thread) => html`<${Thread} key=${thread.uid} thread=${thread} />`)}
    ${item.rejections?.map((one) => html`<p class="again">${t("review.was.rejected", { name: one.annotator, at: moment(one.at), to: one.to ?? "" })} <q dir="auto">${one.reason}</q></p>`)}
  </article>`;
}
