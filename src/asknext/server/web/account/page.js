import { html, render, useState } from "../vendor/htm-preact.js";
import { doing } from "../client/doing.js";
import { t } from "../client/messages.js";
import { onServer } from "../client/server.js";
import { toast } from "../client/toast.js";
import { Shell } from "../parts/shell.js";
import { ShownOnce } from "../parts/shown-once.js";
import { Password } from "./password.js";
import { Sessions } from "./sessions.js";
import { Tokens } from "./tokens.js";

export function mount(root, _project, me) {
  render(html`<${Shell} page="account" me=${me}><${Account} given=${me} /><//>`, root);
}

function Account({ given }) {
  const [me, setMe] = useState(given);
  const [token, setToken] = useState(null);
  const act = doing(() => onServer("GET", "/account").then(setMe, (error) => toast(error.message, { bad: true })));
  const logout = () => onServer("POST", "/logout", {}).finally(() => location.assign("/login"));
  const make = (wanted) => act(async () => setToken((await onServer("POST", "/account/tokens", wanted)).token));
  const revoke = (one) => act(() => onServer("DELETE", `/account/tokens/${one.id}`), t("account.token.revoked"));
  const end = (one) => act(() => onServer("DELETE", one ? `/account/sessions/${one.id}` : "/account/sessions"), t("account.session.ended"));
  const change = (wanted) => act(() => onServer("POST", "/account/password", wanted), t("account.password.changed"));

  const tie = () => act(async () => location.assign((await onServer("POST", "/account/single-sign-on")).address));

  return html`<div class="team">
    <header class="row between"><div><h1>${t("account.title")}</h1><p class="quiet" dir="auto">${me.name}</p></div>
      <button class="button" type="button" onClick=${logout}>${t("app.logout")}</button></header>
    <div class="team-columns">
      ${me.has_password && html`<${Password} onChange=${change} />`}
      <${Sessions} sessions=${me.sessions} onEnd=${end} />
      ${me.single_sign_on && html`<section class="card team-card"><h2>${t("account.elsewhere")}</h2><p class="quiet">${t("account.elsewhere.hint", { name: me.single_sign_on })}</p>
        <div class="row"><button class="button" type="button" onClick=${tie}>${t("account.elsewhere.tie", { name: me.single_sign_on })}</button></div></section>`}
    </div>
    <${Tokens} me=${me} onMake=${make} onRevoke=${revoke} />
    ${token && html`<${ShownOnce} title=${t("account.token.new")} hint=${t("account.token.once")} value=${token} onClose=${() => setToken(null)} />`}
  </div>`;
}
