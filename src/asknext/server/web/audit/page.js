import { html, render, useEffect, useState } from "../vendor/htm-preact.js";
import { query } from "../client/api.js";
import { moment, t } from "../client/messages.js";
import { onServer } from "../client/server.js";
import { toast } from "../client/toast.js";
import { Shell } from "../parts/shell.js";

const SIZE = 50;
const FILTERS = ["who", "what", "project"];

export function mount(root, _project, me) {
  render(html`<${Shell} page="audit" me=${me}><${Audit} /><//>`, root);
}

function Audit() {
  const [filter, setFilter] = useState({});
  const [found, setFound] = useState({ entries: [], next: null });
  const load = async (before) => {
    try {
      const page = await onServer("GET", `/audit${query({ ...filter, before, limit: SIZE })}`);
      setFound((last) => ({ ...page, entries: before ? [...last.entries, ...page.entries] : page.entries }));
    } catch (error) {
      toast(error.message, { bad: true });
    }
  };
  useEffect(() => void load(null), [filter]);
  const choose = (event) => {
    event.preventDefault();
    setFilter(Object.fromEntries(new FormData(event.currentTarget)));
  };
  return html`<div class="team">
    <header class="row between"><h1>${t("audit.title")}</h1><a class="button" download href="/api/v1/audit/export">${t("audit.export")}</a></header>
    <form class="row audit-filter" onSubmit=${choose}>${FILTERS.map((name) => html`<label class="field"><span>${t(`audit.${name}`)}</span><input name=${name} maxlength="200" autocomplete="off" /></label>`)}
      <button class="button" type="submit">${t("audit.choose")}</button></form>
    <section class="card team-card"><div class="scroll" tabindex="0" role="region" aria-label=${t("audit.title")}><table class="team-table">
      <thead><tr>${["at", "who", "what", "project", "subject", "address", "detail"].map((name) => html`<th scope="col">${t(`audit.${name}`)}</th>`)}</tr></thead>
      <tbody>${found.entries.map((one) => html`<${Entry} key=${one.id} one=${one} />`)}</tbody>
    </table></div>
    ${found.next && html`<div class="row centre"><button class="button" type="button" onClick=${() => load(found.next)}>${t("audit.more")}</button></div>`}</section>
  </div>`;
}

function Entry({ one }) {
  return html`<tr>
    <td class="when">${moment(one.at)}</td><th scope="row" dir="auto">${one.who}</th>
    <td>${one.what}${one.outcome !== "ok" && html` <span class="pill bad">${t("audit.refused")}</span>`}</td>
    <td>${one.project ?? ""}</td><td dir="auto">${one.subject ?? ""}</td><td>${one.address}</td><td class="detail">${detail(one.detail)}</td></tr>`;
}

const detail = (value) =>
  Object.entries(value)
    .filter(([, one]) => one !== null && one !== "" && one !== false)
    .map(([name, one]) => `${name}: ${Array.isArray(one) ? one.join(", ") : one}`)
    .join(" · ");
