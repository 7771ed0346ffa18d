import { html } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { RoleChoice, skillsIn } from "./role-choice.js";

/** The people of the project; nobody changes their own row. */
export function MemberTable({ members, me, onChange, onDrop }) {
  if (!members.length) return html`<section class="card team-card"><p>${t("members.empty")}</p></section>`;
  return html`<section class="card team-card" aria-labelledby="members-table"><h2 id="members-table">${t("members.table")}</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="members-table"><table class="team-table">
      <thead><tr><th scope="col">${t("team.name")}</th><th scope="col">${t("team.role")}</th><th scope="col">${t("team.skills")}</th><th scope="col"><span class="unseen">${t("team.actions")}</span></th></tr></thead>
      <tbody>${members.map((one) => html`<${Member} key=${one.id} one=${one} me=${me} onChange=${onChange} onDrop=${onDrop} />`)}</tbody>
    </table></div></section>`;
}

function Member({ one, me, onChange, onDrop }) {
  const own = one.name === me.name;
  const role = (event) => onChange(one, event.target.value, one.skills);
  const skills = (event) => {
    const given = skillsIn(event.target.value);
    if (given.join() !== one.skills.join()) onChange(one, one.role, given);
  };
  return html`<tr>
    <th scope="row" dir="auto">${one.name}${own && html` <span class="pill">${t("team.you")}</span>`}${one.disabled && html` <span class="pill bad">${t("team.disabled")}</span>`}</th>
    <td><${RoleChoice} me=${me} value=${one.role} label=${t("team.role.of", { name: one.name })} disabled=${own} onChange=${role} /></td>
    <td><input class="filter-field" aria-label=${t("team.skills.of", { name: one.name })} value=${one.skills.join(", ")} disabled=${own} onChange=${skills} /></td>
    <td><button class="button small" type="button" onClick=${() => onDrop(one)} aria-label=${t("team.drop.of", { name: one.name })}>${t("team.drop")}</button></td>
  </tr>`;
}
