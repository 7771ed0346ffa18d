import { html } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";

const ROLES = ["annotator", "reviewer", "manager"];

/** Nobody gives a role that is wider than their own. */
const given = (me) => (me.role === "admin" ? ROLES : ROLES.slice(0, ROLES.indexOf(me.role) + 1));

export function RoleChoice({ me, value, label, name, disabled, onChange }) {
  const roles = given(me).includes(value) || !value ? given(me) : [...given(me), value];
  return html`<select class="filter-field" name=${name} aria-label=${label} disabled=${disabled} onChange=${onChange}>
    ${roles.map((one) => html`<option value=${one} selected=${one === value}>${t(`team.role.${one}`)}</option>`)}
  </select>`;
}

/** Tags as they are typed: separated by commas. */
export const skillsIn = (text) => [...new Set(text.split(",").map((one) => one.trim()).filter(Boolean))].sort();
