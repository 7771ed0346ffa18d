import { html } from "../vendor/htm-preact.js";
import { moment, t } from "../client/messages.js";
import { labelText } from "../client/project.js";

/** What was answered: the label that is proposed, and everybody's answer side by side. */
export function Evidence({ project, item }) {
  const { proposed, votes } = item;
  return html`<aside class="card evidence" aria-label=${t("review.evidence")}>
    ${proposed && html`<div class="proposed"><small>${t("review.proposed")}</small><strong>${labelText(project, proposed.value, t("history.none"))}</strong>
      <small class="quiet">${sureness(proposed)}</small></div>`}
    <h2>${t("review.votes", { count: votes.length })}</h2>
    <ul class="votes">${votes.map((vote) => html`<li key=${vote.annotator}><${Vote} project=${project} vote=${vote} /></li>`)}</ul>
  </aside>`;
}

function sureness({ decided, votes, confidence, annotator }) {
  const by = t(`review.decided.${decided ?? "vote"}`, { name: annotator });
  return confidence === null || confidence === undefined || (votes ?? 1) < 2 ? by : `${by}, ${t("review.sure", { share: `${Math.round(100 * confidence)} %` })}`;
}

function Vote({ project, vote }) {
  return html`<span class="vote-label">${labelText(project, vote.value, t("history.none"))}</span>
    <span class="vote-who" dir="auto">${vote.annotator}${vote.kind !== "human" && html` <small class="pill">${t(`review.kind.${vote.kind}`)}</small>`}</span>
    <small class="quiet">${moment(vote.at)}${vote.seconds ? ` · ${t("review.seconds", { seconds: Math.max(1, Math.round(vote.seconds)) })}` : ""}</small>`;
}
