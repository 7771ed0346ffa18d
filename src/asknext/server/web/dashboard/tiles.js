import { html } from "../vendor/htm-preact.js";
import { decimal, integer, t } from "../client/messages.js";

/** The numbers, each honest about what is not known yet. */
export function Tiles({ data }) {
  const { progress, saved, needed, speed } = data;
  const done = progress.items ? progress.labelled / progress.items : 0;
  const marks = [["control", progress.control_labels], ["skipped", progress.skipped], ["flagged", progress.flagged], ["copies", progress.copies]];
  const shown = marks.filter(([, count]) => count > 0).map(([name, count]) => t(`dashboard.${name}`, { count }));
  return html`<div class="tiles">
    <${Tile} title=${t("dashboard.labelled")} value=${integer(progress.labelled)} beside=${t("dashboard.labelled.of", { count: progress.items })} note=${shown.join(" · ")}>
      <span class="bar" aria-hidden="true"><span class="bar-fill" style=${{ transform: `scaleX(${done})` }}></span></span><//>
    <${Estimate} title=${t("dashboard.saved")} hint=${t("dashboard.saved.hint")} estimate=${clear(saved)} />
    <${Estimate} title=${t("dashboard.needed")} hint=${needed?.target ? t("dashboard.needed.hint", { target: target(needed.target) }) : ""} estimate=${bounded(needed)} />
    <${Tile} title=${t("dashboard.speed")} value=${speed.labels_per_minute ? decimal(speed.labels_per_minute, 1) : "–"}
      note=${speed.median_seconds ? t("dashboard.speed.median", { seconds: decimal(speed.median_seconds, 1) }) : ""} beside=${speed.today ? t("dashboard.speed.today", { count: speed.today }) : ""} />
  </div>`;
}

/** What is known of the labels saved and still needed, larger than among the other numbers. */
export function NeededAndSaved({ data }) {
  const { saved, needed } = data;
  return html`<div class="tiles two">
    <${Estimate} title=${t("dashboard.needed")} hint=${needed?.target ? t("dashboard.needed.hint", { target: target(needed.target) }) : ""} estimate=${bounded(needed)} />
    <${Estimate} title=${t("dashboard.saved")} hint=${t("dashboard.saved.hint")} estimate=${clear(saved)} />
  </div>`;
}

/** Savings whose interval holds zero are no number to boast of, or to frighten with: the sentence says it. */
function clear(saved) {
  const certain = saved?.low > 0 || (saved?.high !== null && saved?.high < 0);
  return certain ? saved : { sentence: saved?.sentence };
}

/** A number of labels that nothing bounds from above is no plan: the sentence says it. */
function bounded(needed) {
  return needed?.high === null || needed?.high === undefined ? { sentence: needed?.sentence } : needed;
}

export function target(given) {
  return typeof given === "object" ? `${words(given.metric)} ${decimal(given.value)}` : typeof given === "number" ? decimal(given) : String(given);
}

export const words = (name) => String(name ?? "").replaceAll("_", " ");

export function Tile({ title, value, beside, note, children }) {
  return html`<section class="card tile"><h2>${title}</h2>
    <p class="tile-value"><strong>${value}</strong> ${beside && html`<span>${beside}</span>`}</p>
    ${children}${note && html`<p class="tile-note">${note}</p>`}
  </section>`;
}

function Estimate({ title, hint, estimate }) {
  const known = estimate?.estimate !== undefined && estimate?.estimate !== null;
  const interval = known && estimate.low !== undefined && estimate.low !== null ? t("dashboard.interval", { low: integer(estimate.low), high: estimate.high === null ? "∞" : integer(estimate.high) }) : "";
  return html`<${Tile} title=${title} value=${known ? integer(estimate.estimate) : "–"} beside=${known ? interval || hint : t("dashboard.early")} note=${estimate?.sentence ?? hint} />`;
}
