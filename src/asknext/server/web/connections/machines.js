import { html, useState } from "../vendor/htm-preact.js";
import { post } from "../client/api.js";
import { decimal, integer, t } from "../client/messages.js";
import { usePolling } from "../client/polling.js";
import { toast } from "../client/toast.js";

const PAUSE = 3000;

/** Models that label: what they have done and cost, and how often they are right. */
export function Machines() {
  const { data, problem, again } = usePolling("/machines", PAUSE);
  const run = async (name, items) => {
    try {
      await post(`/machines/${encodeURIComponent(name)}/run`, { items });
      toast(t("machines.begun", { name, count: items }));
      again();
    } catch (error) {
      toast(error.message, { bad: true });
    }
  };
  const stop = (name) => post(`/machines/${encodeURIComponent(name)}/stop`).then(again, (error) => toast(error.message, { bad: true }));
  return html`<section class="card team-card" aria-labelledby="machines-title">
    <h2 id="machines-title">${t("machines.title")}</h2>
    <p class="quiet">${t("machines.lead")}</p>
    ${!data ? html`<p class="quiet">${problem ?? t("app.loading")}</p>` : data.machines.length === 0 ? html`<p>${t("machines.none")}</p>` : data.machines.map((one) => html`<${Machine} key=${one.name} one=${one} onRun=${run} onStop=${stop} />`)}
    <p class="quiet">${t("machines.add")}</p>
  </section>`;
}

function Machine({ one, onRun, onStop }) {
  const [items, setItems] = useState(100);
  const submit = (event) => {
    event.preventDefault();
    onRun(one.name, Number(items));
  };
  return html`<article class="machine-row" aria-labelledby=${`machine-${one.name}`}>
    <header><h3 id=${`machine-${one.name}`}>${one.name}</h3> <span class="quiet">${one.model ?? one.kind} · ${one.url}</span> ${one.background && html`<span class="pill">${t("machines.background")}</span>`}</header>
    <dl class="facts">
      ${fact("done", t("machines.done.value", { count: one.spent.items, unusable: one.spent.unusable }))}
      ${fact("cost", `${decimal(one.spent.cost, 2)}${one.budget === null ? "" : ` ${t("machines.of", { budget: decimal(one.budget, 2) })}`}`)}
      ${fact("measured", share(one.skill.measured))}
      ${fact("sure", share(one.skill.when_sure))}
      ${fact("beside", share(one.skill.beside_people))}
      ${fact("shown", one.suggest === null ? t("machines.never") : t("machines.from", { confidence: decimal(one.suggest) }))}
      ${fact("votes", one.vote === null ? t("machines.never") : t("machines.from", { confidence: decimal(one.vote) }))}
    </dl>
    <form class="row" onSubmit=${submit}>
      <label class="field"><span>${t("machines.items")}</span><input class="filter-field" type="number" min="1" max="1000000" required value=${items} onInput=${(event) => setItems(event.target.value)} /></label>
      <button class="button" type="submit">${t("machines.run")}</button>
      <button class="button" type="button" onClick=${() => onStop(one.name)}>${t("machines.stop")}</button>
    </form>
    ${one.state && html`<p class="quiet" role="status">${one.state}</p>`}
  </article>`;
}

const fact = (name, value) => html`<div><dt>${t(`machines.${name}`)}</dt><dd>${value}</dd></div>`;

function share({ n, accuracy, low, high }) {
  if (accuracy === null) return t("machines.unmeasured");
  return t("machines.share", { accuracy: decimal(100 * accuracy, 1), low: decimal(100 * low, 1), high: decimal(100 * high, 1), n: integer(n) });
}
