import { html, render } from "../vendor/htm-preact.js";
import { decimal, integer, t } from "../client/messages.js";
import { usePolling } from "../client/polling.js";
import { Shell } from "../parts/shell.js";

const PAUSE = 30_000;

export function mount(root, _project, me) {
  render(html`<${Shell} page="projects" me=${me}><${Projects} me=${me} /><//>`, root);
}

function Projects({ me }) {
  const { data, problem } = usePolling("/projects", PAUSE, { server: true });
  if (!data) return html`<section class="empty"><p class="quiet">${problem ?? t("app.loading")}</p></section>`;
  return html`<div class="team">
    <header><h1>${t("projects.title")}</h1><p class="quiet">${data.title}</p></header>
    ${data.projects.length === 0 && html`<section class="card team-card"><p>${t(me.admin ? "projects.empty.admin" : "projects.empty")}</p></section>`}
    <ul class="project-list">${data.projects.map((one) => html`<${Project} key=${one.name} one=${one} />`)}</ul>
  </div>`;
}

function Project({ one }) {
  const share = one.items ? one.labelled / one.items : 0;
  return html`<li class="card team-card project-card">
    <div class="row between"><h2 dir="auto"><a href=${`/p/${encodeURIComponent(one.name)}/label`}>${one.title}</a></h2>
      <span class="pill">${t(`team.role.${one.role}`)}</span></div>
    ${one.problem ? html`<p class="problem">${one.problem}</p>` : html`
      <span class="bar" role="img" aria-label=${t("projects.share", { share: decimal(100 * share, 0) })}><span class="bar-fill" style=${{ transform: `scaleX(${share})` }}></span></span>
      <p class="quiet number">${t("projects.progress", { labelled: integer(one.labelled), items: integer(one.items), share: decimal(100 * share, 0) })}</p>`}
  </li>`;
}
