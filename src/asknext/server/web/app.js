import { html, render } from "./vendor/htm-preact.js";
import { Refusal } from "./client/api.js";
import { t } from "./client/messages.js";
import { pageInAddress } from "./client/place.js";
import { loadProject } from "./client/project.js";
import { onServer } from "./client/server.js";
import { person, setAnnotator } from "./client/session.js";
import { Shell } from "./parts/shell.js";

const PAGES = {
  label: () => import("./label/page.js"),
  dashboard: () => import("./dashboard/page.js"),
  items: () => import("./items/page.js"),
  explore: () => import("./explore/page.js"),
  card: () => import("./card/page.js"),
  connections: () => import("./connections/page.js"),
  ontology: () => import("./ontology/page.js"),
  review: () => import("./review/page.js"),
  quality: () => import("./quality/page.js"),
  mine: () => import("./mine/page.js"),
  members: () => import("./members/page.js"),
  login: () => import("./login/page.js"),
  invitation: () => import("./invitation/page.js"),
  projects: () => import("./projects/page.js"),
  people: () => import("./people/page.js"),
  account: () => import("./account/page.js"),
  audit: () => import("./audit/page.js"),
};

function pageName() {
  return pageInAddress in PAGES ? pageInAddress : "label";
}

/** Pages for people who have not logged in, and pages of the whole workspace; all others are of a project. */
const OPEN = ["login", "invitation"];
const OF_WORKSPACE = ["projects", "people", "account", "audit"];

const root = document.getElementById("app");

function failed(error) {
  render(
    html`<${Shell} page="failed">
      <section class="empty card">
        <h1>${t("app.failed")}</h1>
        <p>${error instanceof Refusal ? error.message : t("label.empty.network.text")}</p>
        <button class="button primary" type="button" onClick=${() => location.reload()}>${t("app.retry")}</button>
      </section>
    <//>`,
    root,
  );
}

/** Until the server has answered there is nothing to draw but the login that may have to come first. */
async function behindLogin(load) {
  render(html`<${Shell} page="loading"><p class="unseen">${t("app.loading")}</p><//>`, root);
  return load();
}

/** Under which name the person labels: that of the log-in, or where nobody logs in the one that this browser keeps. */
function settleName(project) {
  if (project.identity && !project.identity.local) person.set({ annotator: project.identity.name });
  else if (!person.state.annotator) setAnnotator(project.annotator_default || "annotator");
}

const titleOf = (page, project) => `${t(`${page}.title`)} · ${project ? project.title : t("app.name")}`;

async function start() {
  const page = pageName();
  const mounted = PAGES[page]();
  const ofProject = !OPEN.includes(page) && !OF_WORKSPACE.includes(page);
  const project = ofProject ? await behindLogin(loadProject) : null;
  const me = OF_WORKSPACE.includes(page) ? await behindLogin(() => onServer("GET", "/account")) : null;
  if (project) settleName(project);
  document.title = titleOf(page, project);
  (await mounted).mount(root, project, me);
}

start().catch(failed);
