import { html } from "../vendor/htm-preact.js";
import { integer, t } from "../client/messages.js";
import { DataTable } from "./data-table.js";

const SHOWN = 24;

/** How many labels each class has; the darker part came through the control stream. */
export function Balance({ classes, children }) {
  const total = classes.reduce((sum, one) => sum + one.count, 0);
  const most = Math.max(...classes.map((one) => one.count), 1);
  const share = (count) => (total ? `${Math.round((100 * count) / total)} %` : "–");
  const rows = classes.map((one) => [one.name, integer(one.count), share(one.count), integer(one.control_count)]);
  const heads = ["class", "count", "share", "control"].map((one) => t(`dashboard.balance.${one}`));
  return html`<section class="card balance" aria-labelledby="balance-title">
    <header class="card-head"><h2 id="balance-title">${t("dashboard.balance")}</h2></header>
    ${total === 0 && html`<p class="quiet">${t("dashboard.balance.empty")}</p>`}
    <ul class="bars ${classes.length > SHOWN ? "long" : ""}" tabindex=${classes.length > SHOWN ? 0 : undefined}>${classes.map((one) => html`<${Bar} key=${one.id} one=${one} most=${most} share=${share} />`)}</ul>
    ${total > 0 && html`<p class="legend-line"><span class="swatch control"></span>${t("dashboard.balance.control")}</p><${DataTable} caption=${t("dashboard.balance")} heads=${heads} rows=${rows} />`}
    ${children}
  </section>`;
}

function Bar({ one, most, share }) {
  return html`<li><span class="bar-name" dir="auto" title=${one.name}>${one.name}</span>
    <span class="meter" aria-hidden="true"><span class="meter-all" style=${{ width: `${(100 * one.count) / most}%` }}></span><span class="meter-control" style=${{ width: `${(100 * one.control_count) / most}%` }}></span></span>
    <span class="number"><strong>${integer(one.count)}</strong> <span class="quiet">${share(one.count)}</span></span></li>`;
}
