import { html, render, useEffect, useState } from "../vendor/htm-preact.js";
import { apiBase, get } from "../client/api.js";
import { decimal, integer, moment, t } from "../client/messages.js";
import { Shell } from "../parts/shell.js";

export function mount(root, project) {
  render(html`<${Shell} page="card" project=${project}><${Card} /><//>`, root);
}

/** What the labelled set is, for whoever uses it next. */
function Card() {
  const [card, setCard] = useState(null);
  const [problem, setProblem] = useState(null);
  useEffect(() => void get("/card").then(setCard, (error) => setProblem(error.message)), []);
  if (!card) return html`<section class="empty"><p class="quiet">${problem ?? t("app.loading")}</p></section>`;
  return html`<div class="team data-card">
    <header class="board-head"><h1>${t("card.title")}: <span dir="auto">${card.title}</span></h1>
      <div class="row board-tools"><a class="button" download href=${`${apiBase()}/card?format=markdown`}>${t("card.download")}</a><button class="button" type="button" onClick=${() => print()}>${t("dashboard.print")}</button></div></header>
    ${card.about && html`<p dir="auto">${card.about}</p>`}
    ${card.warnings.map((sentence) => html`<p class="card team-card warning" role="note">${sentence}</p>`)}
    <${Part} name="facts"><dl class="facts">
      ${fact("items", integer(card.items))}${fact("labelled", integer(card.labelled))}${fact("copies", integer(card.copies))}
      ${fact("task", card.task.replace("_", "-"))}${fact("licence", card.licence ?? t("card.licence.none"))}</dl><//>
    <${Part} name="classes"><${Classes} classes=${card.classes} /><//>
    <${Part} name="asked"><dl class="facts">
      ${fact("strategy", card.asked.strategy)}${fact("control", share(card.asked.control))}${fact("answers", `${card.asked.answers_wanted}–${card.asked.most_answers}`)}
      ${fact("review", share(card.asked.review_share))}${fact("gold", share(card.asked.gold_rate))}
      ${Object.entries(card.asked.streams).map(([name, count]) => html`<div key=${name}><dt>${known("card.stream", name)}</dt><dd>${integer(count)}</dd></div>`)}
      ${Object.entries(card.decided).map(([name, count]) => html`<div key=${name}><dt>${known("card.decided", name)}</dt><dd>${integer(count)}</dd></div>`)}</dl><//>
    <${Part} name="people"><dl class="facts">
      ${fact("annotators", integer(card.people.annotators))}${fact("reviewers", integer(card.people.reviewers))}${fact("given", integer(card.people.answers))}
      ${fact("machines", card.people.machines.join(", ") || "–")}${fact("hours", decimal(card.people.hours, 1))}${fact("seconds", decimal(card.people.median_seconds, 1))}
      ${fact("period", card.people.from ? `${card.people.from} – ${card.people.to}` : "–")}</dl><//>
    <${Part} name="quality">
      <p>${card.agreement?.sentence ?? t("card.agreement.none")}</p>
      ${card.estimate && html`<p>${t("card.estimate", { metric: card.estimate.metric.replaceAll("_", " "), score: decimal(card.estimate.score, 3), low: decimal(card.estimate.low, 3), high: decimal(card.estimate.high, 3), n: card.estimate.n })}</p>`}<//>
    <${Part} name="issues">${card.issues.length ? html`<ul class="todo">${card.issues.map((one) => html`<li key=${one}>${one}</li>`)}</ul>` : html`<p>${t("card.issues.none")}</p>`}<//>
    <p class="quiet">${t("card.made", { at: moment(card.made), version: card.asknext })}</p>
  </div>`;
}

function Part({ name, children }) {
  return html`<section class="card team-card" aria-labelledby=${`card-${name}`}><h2 id=${`card-${name}`}>${t(`card.part.${name}`)}</h2>${children}</section>`;
}

const fact = (name, value) => html`<div key=${name}><dt>${t(`card.${name}`)}</dt><dd dir="auto">${value}</dd></div>`;
const share = (value) => (value === null ? "–" : `${decimal(100 * value, 1)} %`);

/** The words for a name that is known, else the name itself. */
function known(group, name) {
  const key = `${group}.${name}`;
  return t(key) === key ? name : t(key);
}

function Classes({ classes }) {
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="card-classes"><table>
    <thead><tr>${["class", "labels", "share", "random"].map((name) => html`<th key=${name} scope="col">${t(`card.column.${name}`)}</th>`)}</tr></thead>
    <tbody>${classes.map((one) => html`<tr key=${one.id}><th scope="row" dir="auto">${one.name}</th><td>${integer(one.labels)}</td><td>${share(one.share)}</td><td>${share(one.share_at_random)}</td></tr>`)}</tbody>
  </table></div>`;
}
