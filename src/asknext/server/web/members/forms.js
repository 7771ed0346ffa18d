import { html } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { RoleChoice, skillsIn } from "./role-choice.js";

/** Somebody new: a link that is sent to them by whoever invites. */
export function Invite({ me, onInvite }) {
  const submit = async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const { role, skills, note } = Object.fromEntries(new FormData(form));
    if (await onInvite({ role, note, skills: skillsIn(skills) })) form.reset();
  };
  return html`<section class="card team-card"><h2>${t("team.invite")}</h2><p class="quiet">${t("team.invite.hint")}</p>
    <form class="stack" onSubmit=${submit}>
      <label class="field"><span>${t("team.note")}</span><input name="note" maxlength="200" autocomplete="off" placeholder=${t("team.note.hint")} /></label>
      <div class="field"><span aria-hidden="true">${t("team.role")}</span><${RoleChoice} me=${me} name="role" label=${t("team.role")} /></div>
      <label class="field"><span>${t("team.skills.hint")}</span><input name="skills" maxlength="500" autocomplete="off" /></label>
      <div class="row end"><button class="button primary" type="submit">${t("team.invite.make")}</button></div>
    </form></section>`;
}

/** Somebody who has an account on this server already. */
export function AddMember({ me, onAdd }) {
  const submit = async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const { role, name } = Object.fromEntries(new FormData(form));
    if (await onAdd({ role, name: name.trim() })) form.reset();
  };
  return html`<section class="card team-card"><h2>${t("team.add")}</h2><p class="quiet">${t("team.add.hint")}</p>
    <form class="stack" onSubmit=${submit}>
      <label class="field"><span>${t("login.name")}</span><input name="name" maxlength="80" autocomplete="off" autocapitalize="none" spellcheck="false" required /></label>
      <div class="field"><span aria-hidden="true">${t("team.role")}</span><${RoleChoice} me=${me} name="role" label=${t("team.role.new")} /></div>
      <div class="row end"><button class="button" type="submit">${t("team.add.make")}</button></div>
    </form></section>`;
}
