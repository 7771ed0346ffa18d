import { html, render } from "./vendor/htm-preact.js";
import { Refusal } from "./client/api.js";
import { t } from "./client/messages.js";
import { pageInAddress } from "./client/place.js";
import { loadProject } from "./client/project.js";
import { person, setAnnotator } from "./client/session.js";
import { Shell } from "./parts/shell.js";

const PAGES = {
  label: () => import("./label/page.js"),
  dashboard: () => import("./dashboard/page.js"),
  items: () => import("./items/page.js"),
  quality: () => import("./quality/page.js"),
  mine: () => import("./mine/page.js"),
  login: () => import("./login/page.js"),
};

function pageName() {
  return pageInAddress in PAGES ? pageInAddress : "label";
}

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
async function projectBehindLogin() {
  render(html`<${Shell} page="loading"><p class="unseen">${t("app.loading")}</p><//>`, root);
  return loadProject();
}

async function start() {
  const page = pageName();
  const [{ mount }, project] = await Promise.all([PAGES[page](), page === "login" ? null : projectBehindLogin()]);
  if (project && !person.state.annotator) setAnnotator(project.annotator_default || "annotator");
  document.title = project ? `${t(`${page}.title`)} · ${project.title}` : `${t("login.title")} · ${t("app.name")}`;
  mount(root, project);
}

start().catch(failed);
