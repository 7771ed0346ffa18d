import { html } from "../vendor/htm-preact.js";
import { moment, t } from "../client/messages.js";

const DAYS = [7, 30, 90, 365];

/** What programs log in with. */
export function Tokens({ me, onMake, onRevoke }) {
  return html`<section class="card team-card" aria-labelledby="tokens-title"><h2 id="tokens-title">${t("account.tokens")}</h2><p class="quiet">${t("account.tokens.hint")}</p>
    ${me.tokens.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-labelledby="tokens-title"><table class="team-table">
      <thead><tr><th scope="col">${t("team.name")}</th><th scope="col">${t("account.token.beginning")}</th><th scope="col">${t("account.token.scopes")}</th><th scope="col">${t("account.token.seen")}</th><th scope="col">${t("team.until")}</th><th scope="col"><span class="unseen">${t("team.actions")}</span></th></tr></thead>
      <tbody>${me.tokens.map((one) => html`<tr key=${one.id}>
        <th scope="row" dir="auto">${one.name}${one.expired && html` <span class="pill bad">${t("account.token.expired")}</span>`}</th>
        <td><code>${one.beginning}…</code></td><td>${one.scopes.map(scope).join(", ")}${one.projects && html`<br /><span class="quiet">${one.projects.join(", ")}</span>`}</td>
        <td>${one.seen ? moment(one.seen) : t("account.token.never")}</td><td>${moment(one.expires)}</td>
        <td><button class="button small" type="button" onClick=${() => onRevoke(one)} aria-label=${t("account.token.revoke.of", { name: one.name })}>${t("account.token.revoke")}</button></td></tr>`)}</tbody>
    </table></div>`}
    ${me.scopes.length ? html`<${NewToken} me=${me} onMake=${onMake} />` : html`<p>${t("account.tokens.none")}</p>`}</section>`;
}

const scope = (name) => name.replaceAll("_", " ");

function NewToken({ me, onMake }) {
  const submit = async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const projects = given.getAll("project");
    const wanted = { name: given.get("name"), scopes: given.getAll("scope"), days: Number(given.get("days")) };
    if (await onMake(projects.length ? { ...wanted, projects } : wanted)) form.reset();
  };
  const projects = Object.keys(me.roles);
  return html`<details class="new-token"><summary class="button">${t("account.token.make")}</summary><form class="stack" onSubmit=${submit}>
    <label class="field"><span>${t("account.token.name")}</span><input name="name" maxlength="100" required autocomplete="off" /></label>
    <fieldset class="choices-set"><legend>${t("account.token.scopes.choose")}</legend>${me.scopes.map((one) => html`<label class="check"><input type="checkbox" name="scope" value=${one} /> <span>${scope(one)}</span></label>`)}</fieldset>
    ${projects.length > 1 && html`<fieldset class="choices-set"><legend>${t("account.token.projects")}</legend>${projects.map((one) => html`<label class="check"><input type="checkbox" name="project" value=${one} /> <span>${one}</span></label>`)}</fieldset>`}
    <label class="field"><span>${t("account.token.days")}</span><select name="days">${DAYS.map((one) => html`<option value=${one} selected=${one === 90}>${t("account.token.days.count", { count: one })}</option>`)}</select></label>
    <div class="row end"><button class="button primary" type="submit">${t("account.token.make")}</button></div>
  </form></details>`;
}
