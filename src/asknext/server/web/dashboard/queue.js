import { html } from "../vendor/htm-preact.js";
import { integer, t } from "../client/messages.js";
import { usePolling } from "../client/polling.js";
import { Machine } from "./annotators.js";
import { spoken } from "./spoken-time.js";
import { Tile } from "./tiles.js";

const PAUSE = 3000;
const TILES = ["open", "leased", "started", "review", "rejected", "disputed", "questions", "ahead"];

/** What is open, held, stuck, or waits for somebody. */
export function Queue({ data }) {
  const { data: queue, problem } = usePolling("/dashboard/queue", PAUSE);
  if (!queue) return html`<p class="quiet">${problem ?? t("app.loading")}</p>`;
  return html`<div class="tiles">${TILES.map((name) => html`<${Tile} key=${name} title=${t(`queue.${name}`)} value=${integer(queue[name])} beside=${beside(name, queue)} note=${t(`queue.${name}.hint`)} />`)}</div>
    <${Holders} queue=${queue} />
    <${Rest} queue=${queue} />
    <${Machine} trainer=${data.trainer} queue=${data.queue} />`;
}

function beside(name, queue) {
  if (name === "open" && queue.hours_left !== null) return t("queue.left", { time: spoken(queue.hours_left * 3600) });
  if (name === "leased" && queue.stale) return html`<span class="pill do">${t("queue.stale", { count: queue.stale })}</span>`;
  return "";
}

function Holders({ queue }) {
  return html`<section class="card holders" aria-labelledby="holders-title"><header class="card-head"><h2 id="holders-title">${t("queue.holders")}</h2></header>
    ${queue.holders.length ? html`<div class="scroll" tabindex="0" role="region" aria-labelledby="holders-title"><table><thead><tr><th scope="col">${t("dashboard.annotators.name")}</th><th scope="col">${t("queue.held")}</th><th scope="col">${t("queue.oldest")}</th></tr></thead>
      <tbody>${queue.holders.map((one) => html`<tr key=${one.name}><th scope="row" dir="auto">${one.name}</th><td>${integer(one.held)}</td><td>${spoken(one.seconds)}</td></tr>`)}</tbody></table></div>`
      : html`<p class="quiet">${t("queue.holders.empty")}</p>`}
  </section>`;
}

const STATES = ["labelled", "skipped", "ignored", "stale"];

function Rest({ queue }) {
  return html`<section class="card rest" aria-labelledby="rest-title"><header class="card-head"><h2 id="rest-title">${t("queue.rest")}</h2></header>
    <dl class="facts">${STATES.map((name) => html`<div key=${name}><dt>${t(`queue.state.${name}`)}</dt><dd>${integer(queue[name])}</dd></div>`)}</dl>
  </section>`;
}
