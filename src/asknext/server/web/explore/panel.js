import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { get, pageUrl } from "../client/api.js";
import { decimal, t } from "../client/messages.js";
import { className, excerpt, labelText } from "../client/project.js";
import { Content } from "../parts/content.js";
import { Timeline } from "./timeline.js";

const PAUSE = 120;

/** One item whole, or null while it is on its way; what hovers is asked for a moment later, so that it may go on. */
export function useItem(which, onShown) {
  const [item, setItem] = useState(null);
  useEffect(() => {
    let over = false;
    if (which < 0) setItem(null);
    else setTimeout(() => !over && get(`/items/${which}`).then((found) => {
      if (over) return;
      setItem(found);
      onShown?.(found);
    }, () => {}), PAUSE);
    return () => {
      over = true;
    };
  }, [which]);
  return item?.item === which ? item : null;
}

/** The item shown: its content, label, why it comes, its moments in a video, and what is like it. */
export function Panel({ project, item, pinned, onSimilar, onGo }) {
  if (!item) return html`<p class="quiet">${t("explore.pick")}</p>`;
  const guess = guessOf(project, item);
  return html`<section class="explore-item" aria-label=${t("explore.item")}>
    <h2>${t("items.detail", { id: item.id })}</h2>
    <div class="explore-content" tabindex="0" role="region" aria-label=${t("label.item")}><${Content} content=${item.content} /></div>
    <dl class="facts">
      <div><dt>${t("explore.way.state")}</dt><dd>${t(`items.state.${item.state}`)}${item.flagged ? ` · ⚑ ${t("items.flag")}` : ""}</dd></div>
      <div><dt>${t("explore.way.label")}</dt><dd>${item.label ? labelText(project, item.label, t("items.none")) : t("items.unlabelled")}</dd></div>
      ${guess && html`<div><dt>${t("items.guess")}</dt><dd>${className(project, guess[0])} ${decimal(guess[1])}</dd></div>`}
      ${item.why?.sentence && html`<div><dt>${t("why.title")}</dt><dd>${item.why.sentence}</dd></div>`}
      ${item.why?.score !== null && item.why?.score !== undefined && html`<div><dt>${t("why.score")}</dt><dd>${decimal(item.why.score, 3)}</dd></div>`}
    </dl>
    <${Timeline} item=${item} onGo=${onGo} />
    ${pinned && html`<div class="row"><button type="button" class="button small" onClick=${onSimilar}>${t("explore.similar")} <kbd aria-hidden="true">S</kbd></button>
      <a class="button small" href="${pageUrl("items")}?search=${encodeURIComponent(item.id)}">${t("explore.open")}</a></div>`}
  </section>`;
}

/** A guess beside an item without a label would sway whoever labels it; never where the answer is to measure. */
const guessOf = (project, item) => (item.label || (project.guess === "before" && item.stream !== "control") ? item.why?.guess?.[0] : null);

/** Some items as a list of buttons, a page at a time: the way to the points for the keys and for those who cannot see them. */
export function Rows({ project, title, rows, distances, chosen, onPick, onClose }) {
  const [page, setPage] = useState(0);
  const [items, setItems] = useState([]);
  const part = rows.slice(page * SIZE, (page + 1) * SIZE);
  useEffect(() => setPage(0), [rows]);
  useEffect(() => {
    let over = false;
    if (part.length) get(`/explore/items?${part.map((one) => `items=${one}`).join("&")}`).then((found) => !over && setItems(found.items), () => {});
    return () => {
      over = true;
    };
  }, [rows, page]);
  return html`<section class="explore-rows" aria-label=${title}>
    <header class="row between"><h2>${title}</h2><button type="button" class="button small" onClick=${onClose}>${t("app.close")}</button></header>
    <ol>${items.map((one) => html`<li key=${one.item}><button type="button" class="found-line" aria-current=${one.item === chosen ? "true" : undefined} onClick=${() => onPick(one.item)}>
      <span class="found-text"><span class="found-content" dir="auto">${excerpt(one.content, 90)}</span><span class="found-marks"><code>${one.id}</code>${one.label && html`<span>${labelText(project, one.label, t("items.none"))}</span>`}</span></span>
      ${distances?.has(one.item) && html`<span class="number quiet">${decimal(distances.get(one.item), 3)}</span>`}
    </button></li>`)}</ol>
    ${rows.length > SIZE && html`<nav class="row between" aria-label=${title}>
      <button type="button" class="button small" disabled=${page === 0} onClick=${() => setPage(page - 1)}>${t("items.previous")}</button>
      <button type="button" class="button small" disabled=${(page + 1) * SIZE >= rows.length} onClick=${() => setPage(page + 1)}>${t("items.next")}</button></nav>`}
  </section>`;
}

const SIZE = 20;
