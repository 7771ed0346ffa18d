import { html } from "../vendor/htm-preact.js";
import { decimal, integer, t } from "../client/messages.js";

export function Annotators({ people }) {
  return html`<section class="card people" aria-labelledby="people-title"><header class="card-head"><h2 id="people-title">${t("dashboard.annotators")}</h2></header>
    ${people.length ? html`<table class="plain"><thead><tr><th scope="col">${t("dashboard.annotators.name")}</th><th scope="col">${t("dashboard.annotators.labels")}</th><th scope="col">${t("dashboard.annotators.seconds")}</th></tr></thead>
      <tbody>${people.map((one) => html`<tr key=${one.name}><th scope="row" dir="auto">${one.name}</th><td>${integer(one.labels)}</td><td>${decimal(one.median_seconds, 1)}</td></tr>`)}</tbody></table>`
      : html`<p class="quiet">${t("dashboard.annotators.empty")}</p>`}
  </section>`;
}

/** The trainer and the queue. */
export function Machine({ trainer, queue }) {
  return html`<section class="card machine" aria-labelledby="machine-title"><header class="card-head"><h2 id="machine-title">${t("dashboard.trainer")}</h2></header>
    <p>${trainer?.sentence}</p>
    <dl class="facts">
      ${fact("dashboard.trainer.rounds", integer(trainer?.rounds))}
      ${fact("dashboard.trainer.last", trainer?.last_round_seconds ? t("dashboard.trainer.seconds", { seconds: decimal(trainer.last_round_seconds, 1) }) : "–")}
      ${fact("dashboard.queue.ranking", queue?.ranking ? `#${queue.ranking}` : "–")}
      ${fact("dashboard.queue.open", integer(queue?.open))}
      ${fact("dashboard.queue.leased", integer(queue?.leased))}
    </dl>
  </section>`;
}

const fact = (name, value) => html`<div><dt>${t(name)}</dt><dd>${value}</dd></div>`;
