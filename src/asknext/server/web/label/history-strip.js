import { html } from "../vendor/htm-preact.js";
import { apiBase } from "../client/api.js";
import { decimal, t } from "../client/messages.js";
import { className, excerpt, labelText, shorten } from "../client/project.js";

const SHOWN = 12;
const PARTS = { frames: true, pair: true };
const PICTURES = { image: "", frames: "/0" };

/** The last answers, the newest first. A click brings one back to be changed. */
export function HistoryStrip({ project, history, onChange, showGuess }) {
  const entries = newestOfEachItem(history).slice(0, SHOWN);
  return html`<section class="history" aria-label=${t("history.title")}>
    ${entries.length
      ? html`<ol>${entries.map((entry, place) => html`<li key=${entry.uid}><${Entry} project=${project} entry=${entry} last=${place === 0} onChange=${onChange} showGuess=${showGuess} /></li>`)}</ol>`
      : html`<p class="quiet">${t("history.empty")}</p>`}
  </section>`;
}

function newestOfEachItem(history) {
  const seen = new Set();
  return history.filter(({ kind, item }) => {
    const shown = ["label", "skip", "ignore"].includes(kind) && !seen.has(item);
    seen.add(item);
    return shown;
  });
}

function answer(project, entry) {
  if (entry.kind === "label") return labelText(project, entry.value, t("history.none"));
  return t(entry.kind === "skip" ? "history.skipped" : "history.ignored");
}

function Entry({ project, entry, last, onChange, showGuess }) {
  const label = answer(project, entry);
  // Of frames and pairs the server tells how they are stored, which nobody wants to read.
  const text = entry.content ? excerpt(entry.content.content, 60) : shorten((project.content in PARTS ? entry.id : entry.summary) ?? entry.id ?? "", 60);
  const picture = project.content in PICTURES && `${apiBase()}/items/${entry.item}/media${PICTURES[project.content]}`;
  return html`<button type="button" class="past ${last ? "last" : ""}" onClick=${() => onChange(entry)} title=${t("history.change")}>
    ${picture && html`<img class="past-thumb" src=${picture} alt="" />`}
    <span class="past-head"><strong>${last ? t("history.you", { label }) : label}</strong>
      ${entry.kind === "label" && showGuess && html`<${Thought} project=${project} entry=${entry} last=${last} />`}</span>
    <span class="past-foot"><span class="past-text" dir="auto">${text}</span><span class="unseen">${t("history.change")}</span>
      ${last && entry.kind === "label" && entry.stream === "control" && html`<span class="thought">${t("history.control")}</span>`}</span>
  </button>`;
}

/** What the model had thought. Said by a sign and words, not by colour alone. */
function Thought({ project, entry, last }) {
  const guess = entry.guess?.[0];
  if (!guess) return null;
  const likely = project.multi ? entry.guess.filter(([, probability]) => probability >= 0.5) : [guess];
  const agrees = sameClasses(likely.map(([id]) => id), entry.value);
  const names = likely.length ? likely.map(([id]) => className(project, id)).join(", ") : t("history.none");
  const score = likely.length ? decimal(likely[0][1]) : "";
  return html`<span class="thought ${agrees ? "agrees" : "differs"}" title=${t(agrees ? "history.agrees" : "history.differs")}>
      <span aria-hidden="true">${agrees ? "=" : "≠"}</span> ${last ? t("history.model", { label: names, score }) : names}
    </span>`;
}

function sameClasses(some, others) {
  return some.length === others.length && some.every((id) => others.includes(id));
}
