import { html, render } from "../vendor/htm-preact.js";
import { query } from "../client/api.js";
import { decimal, integer, moment, t } from "../client/messages.js";
import { usePolling } from "../client/polling.js";
import { person } from "../client/session.js";
import { useStore } from "../client/store.js";
import { Shell } from "../parts/shell.js";

const PAUSE = 15_000;

export function mount(root, project) {
  render(html`<${Shell} page="mine" project=${project}><${Mine} /><//>`, root);
}

/** A person's own numbers, none of anybody else's. */
function Mine() {
  const { annotator } = useStore(person);
  const { data, problem } = usePolling(`/quality/mine${query({ annotator })}`, PAUSE);
  const numbers = data?.numbers;
  return html`<div class="quality">
    <header class="quality-head"><h1>${t("mine.title")}</h1><p class="quiet">${data?.made ? t("mine.made", { at: moment(data.made) }) : ""}</p></header>
    ${numbers ? html`<dl class="card mine">
        ${fact("mine.answers", integer(numbers.answers))}
        ${fact("mine.gold", numbers.accuracy ? share(numbers.accuracy, numbers.gold_answers) : t("mine.none"))}
        ${fact("mine.kappa", numbers.kappa ? `${decimal(numbers.kappa.value)} (${decimal(numbers.kappa.low)}–${decimal(numbers.kappa.high)})` : t("mine.none"))}
        ${fact("mine.others", numbers.by_others ? share(numbers.by_others) : t("mine.none"))}
        ${fact("mine.seconds", decimal(numbers.seconds, 1))}
        ${fact("mine.trend", t(`mine.trend.${numbers.trend ?? "same"}`))}
      </dl>` : html`<section class="empty card"><p class="quiet">${problem ?? (data ? t("mine.early") : t("app.loading"))}</p></section>`}
  </div>`;
}

const fact = (name, value) => html`<div><dt>${t(name)}</dt><dd>${value}</dd></div>`;

const share = ({ value, low, high }, count) => `${decimal(100 * value, 0)} % (${decimal(100 * low, 0)}–${decimal(100 * high, 0)} %)${count ? ` · ${t("mine.of", { count })}` : ""}`;
