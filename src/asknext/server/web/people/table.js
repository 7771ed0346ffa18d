import { html } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";

/** Everybody with an account; what would shut oneself out cannot be pressed. */
export function PersonTable({ people, me, onDisable, onAdmin, onReset }) {
  return html`<section class="card team-card" aria-labelledby="people-table"><h2 id="people-table">${t("team.accounts")}</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="people-table"><table class="team-table">
      <thead><tr><th scope="col">${t("team.name")}</th><th scope="col">${t("team.projects")}</th><th scope="col"><span class="unseen">${t("team.actions")}</span></th></tr></thead>
      <tbody>${people.map((one) => html`<tr key=${one.id}>
        <th scope="row" dir="auto">${one.name} <${State} one=${one} me=${me} /></th>
        <td>${roles(one)}</td>
        <td><span class="row end">${one.name !== me.name && html`
          <button class="button small" type="button" onClick=${() => onReset(one)}>${t("team.password.link")}</button>
          <button class="button small" type="button" onClick=${() => onAdmin(one, !one.admin)}>${t(one.admin ? "team.admin.take" : "team.admin.give")}</button>
          <button class="button small" type="button" onClick=${() => onDisable(one, !one.disabled)}>${t(one.disabled ? "team.enable" : "team.disable")}</button>`}</span></td>
      </tr>`)}</tbody>
    </table></div></section>`;
}

function State({ one, me }) {
  return html`${one.admin && html`<span class="pill">${t("team.role.admin")}</span>`} ${one.disabled && html`<span class="pill bad">${t("team.disabled")}</span>`} ${one.name === me.name && html`<span class="pill">${t("team.you")}</span>`}`;
}

const roles = (one) => Object.entries(one.roles).map(([project, role]) => `${project}: ${t(`team.role.${role}`)}`).join(", ") || "–";
