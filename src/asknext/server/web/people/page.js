import { html, render, useEffect, useState } from "../vendor/htm-preact.js";
import { doing } from "../client/doing.js";
import { t } from "../client/messages.js";
import { invitationLink, onServer } from "../client/server.js";
import { toast } from "../client/toast.js";
import { Shell } from "../parts/shell.js";
import { ShownOnce } from "../parts/shown-once.js";
import { Invitations } from "../members/invitations.js";
import { PersonTable } from "./table.js";

export function mount(root, _project, me) {
  render(html`<${Shell} page="people" me=${me}><${People} me=${me} /><//>`, root);
}

function People({ me }) {
  const [data, setData] = useState(null);
  const [link, setLink] = useState(null);
  const load = () => onServer("GET", "/people").then(setData, (error) => toast(error.message, { bad: true }));
  useEffect(() => void load(), []);
  if (!data) return html`<section class="empty"><p class="quiet">${t("app.loading")}</p></section>`;

  const act = doing(load);
  const disable = (one, disabled) => act(() => onServer("PUT", `/people/${one.id}/disabled`, { disabled }), t(disabled ? "team.out" : "team.in", { name: one.name }));
  const admin = (one, is) => act(() => onServer("PUT", `/people/${one.id}/admin`, { admin: is }), t("team.changed", { name: one.name }));
  const reset = (one) => act(async () => setLink(invitationLink((await onServer("POST", `/people/${one.id}/password-link`)).secret)));
  const invite = (given) => act(async () => setLink(invitationLink((await onServer("POST", "/people/invitations", given)).secret)));
  const withdraw = (one) => act(() => onServer("DELETE", `/people/invitations/${one.id}`), t("team.withdrawn"));

  return html`<div class="team">
    <h1>${t("people.title")}</h1>
    <${PersonTable} people=${data.people} me=${me} onDisable=${disable} onAdmin=${admin} onReset=${reset} />
    <${InviteToServer} onInvite=${invite} />
    <${Invitations} invitations=${data.invitations} onWithdraw=${withdraw} />
    ${link && html`<${ShownOnce} title=${t("team.link")} hint=${t("team.link.hint")} value=${link} onClose=${() => setLink(null)} />`}
  </div>`;
}

function InviteToServer({ onInvite }) {
  const submit = async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    if (await onInvite({ note: given.get("note"), admin: given.has("admin") })) form.reset();
  };
  return html`<section class="card team-card"><h2>${t("team.invite")}</h2><p class="quiet">${t("team.invite.server")}</p>
    <form class="stack" onSubmit=${submit}>
      <label class="field"><span>${t("team.note")}</span><input name="note" maxlength="200" autocomplete="off" placeholder=${t("team.note.hint")} /></label>
      <label class="switch"><input type="checkbox" name="admin" /><span>${t("team.invite.admin")}</span></label>
      <div class="row end"><button class="button primary" type="submit">${t("team.invite.make")}</button></div>
    </form></section>`;
}
