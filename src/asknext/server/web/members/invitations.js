import { html } from "../vendor/htm-preact.js";
import { moment, t } from "../client/messages.js";

/** Invitations that nobody has taken up yet. */
export function Invitations({ invitations, onWithdraw }) {
  if (!invitations.length) return null;
  return html`<section class="card team-card" aria-labelledby="open-invitations"><h2 id="open-invitations">${t("team.open")}</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="open-invitations"><table class="team-table">
      <thead><tr><th scope="col">${t("team.note.column")}</th><th scope="col">${t("team.role")}</th><th scope="col">${t("team.by")}</th><th scope="col">${t("team.until")}</th><th scope="col"><span class="unseen">${t("team.actions")}</span></th></tr></thead>
      <tbody>${invitations.map((one) => html`<tr key=${one.id}>
        <th scope="row" dir="auto">${one.note || t("team.note.none")}</th><td>${kind(one)}</td><td dir="auto">${one.by}</td><td>${moment(one.expires)}</td>
        <td><button class="button small" type="button" onClick=${() => onWithdraw(one)}>${t("team.withdraw")}</button></td></tr>`)}</tbody>
    </table></div></section>`;
}

function kind(one) {
  if (one.person) return t("team.password.link");
  if (one.admin) return t("team.role.admin");
  return one.role ? t(`team.role.${one.role}`) : "–";
}
