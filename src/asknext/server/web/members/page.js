import { html, render, useEffect, useState } from "../vendor/htm-preact.js";
import { get, call, post } from "../client/api.js";
import { doing } from "../client/doing.js";
import { t } from "../client/messages.js";
import { invitationLink } from "../client/server.js";
import { toast } from "../client/toast.js";
import { Shell } from "../parts/shell.js";
import { ShownOnce } from "../parts/shown-once.js";
import { AddMember, Invite } from "./forms.js";
import { Invitations } from "./invitations.js";
import { MemberTable } from "./table.js";

export function mount(root, project) {
  render(html`<${Shell} page="members" project=${project}><${Members} me=${project.identity} /><//>`, root);
}

function Members({ me }) {
  const [data, setData] = useState(null);
  const [link, setLink] = useState(null);
  const load = () => get("/members").then(setData, (error) => toast(error.message, { bad: true }));
  useEffect(() => void load(), []);
  if (!data) return html`<section class="empty"><p class="quiet">${t("app.loading")}</p></section>`;

  const act = doing(load);
  const change = (one, role, skills) => act(() => call("PUT", `/members/${one.id}`, { role, skills }), t("team.changed", { name: one.name }));
  const drop = (one) => act(() => call("DELETE", `/members/${one.id}`), t("team.dropped", { name: one.name }));
  const invite = (given) => act(async () => setLink(invitationLink((await post("/invitations", given)).secret)));
  const add = (given) => act(() => post("/members", given), t("team.added", { name: given.name }));
  const withdraw = (one) => act(() => call("DELETE", `/invitations/${one.id}`), t("team.withdrawn"));

  return html`<div class="team">
    <h1>${t("members.title")}</h1>
    <${MemberTable} members=${data.members} me=${me} onChange=${change} onDrop=${drop} />
    <div class="team-columns"><${Invite} me=${me} onInvite=${invite} /><${AddMember} me=${me} onAdd=${add} /></div>
    <${Invitations} invitations=${data.invitations} onWithdraw=${withdraw} />
    ${link && html`<${ShownOnce} title=${t("team.link")} hint=${t("team.link.hint")} value=${link} onClose=${() => setLink(null)} />`}
  </div>`;
}
