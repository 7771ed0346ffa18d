import { html } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { HintChart } from "./hint-chart.js";

/** Each piece of advice: one sentence with its number, how to follow it, and the picture behind it. */
export function Hints({ pieces }) {
  if (!pieces?.length) return null;
  const urgent = (piece) => (piece.verdict === "act" ? 0 : 1);
  const order = [...pieces].sort((one, other) => urgent(one) - urgent(other));
  return html`<section class="hints" aria-labelledby="hints-title">
    <header class="hints-head"><h2 id="hints-title">${t("dashboard.hints")}</h2><p class="quiet">${t("dashboard.hints.lead")}</p></header>
    ${order.map((piece) => html`<${Hint} key=${piece.name} piece=${piece} />`)}
  </section>`;
}

function Hint({ piece }) {
  const { name, verdict, sentence, next_step: step, picture } = piece;
  return html`<article class="card piece ${verdict}" aria-labelledby=${`piece-${name}`}>
    <header><h3 id=${`piece-${name}`}>${t(`dashboard.hint.${name}`)}</h3> <span class="pill ${verdict === "act" ? "do" : ""}">${t(`dashboard.verdict.${verdict}`)}</span></header>
    <p>${sentence}</p>
    ${step && html`<p class="step"><strong>${t("dashboard.hint.how")}</strong> ${coded(step)}</p>`}
    ${picture && html`<${HintChart} picture=${picture} />`}
  </article>`;
}

/** What stands between backticks, and a command at the end, as code. */
function coded(text) {
  const parts = text.replace(/: (asknext .+)$/, ": `$1`").split("`");
  return parts.map((part, place) => (place % 2 ? html`<code>${part}</code>` : part));
}
