import { html } from "../vendor/htm-preact.js";
import { moment, t } from "../client/messages.js";

/** Where one is logged in. */
export function Sessions({ sessions, onEnd }) {
  return html`<section class="card team-card"><div class="row between"><h2>${t("account.sessions")}</h2>
      ${sessions.length > 1 && html`<button class="button small" type="button" onClick=${() => onEnd(null)}>${t("account.session.others")}</button>`}</div>
    <ul class="stack">${sessions.map((one) => html`<li key=${one.id} class="row between session">
      <span><span class="strong">${browserName(one.browser)}</span> <span class="quiet">${one.address}</span><br />
        <span class="quiet">${t("account.session.seen", { when: moment(one.seen) })}</span></span>
      ${one.this ? html`<span class="pill">${t("account.session.this")}</span>` : html`<button class="button small" type="button" onClick=${() => onEnd(one)}>${t("account.session.end")}</button>`}
    </li>`)}</ul></section>`;
}

/** The little of a browser's description that a person can recognise. */
function browserName(text) {
  const found = /(Edg|OPR|Firefox|Chrome|Safari)[/\d]*/.exec(text)?.[1];
  const name = { Edg: "Edge", OPR: "Opera" }[found] ?? found;
  return name ?? t("account.session.unknown");
}
