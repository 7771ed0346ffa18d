import { html } from "../vendor/htm-preact.js";
import { connection, pageUrl } from "../client/api.js";
import { t } from "../client/messages.js";
import { projectName } from "../client/place.js";
import { useStore } from "../client/store.js";
import { Annotator } from "./annotator.js";
import { Dialog } from "./dialog.js";
import { LoginForm } from "./login-form.js";
import { ThemeButton } from "./theme-button.js";
import { Toasts } from "./toasts.js";
import { workspaceLinks } from "./workspace-links.js";

/** Name, the verb without which nobody sees it (people/verb.py), and its drawing. */
const PAGES = [
  ["label", "label", "M4 12.5 9.5 18 20 6.5"],
  ["dashboard", "see_dashboard", "M4 20V4M4 20h16M8 15l4-4 3 2.5L20 8"],
  ["items", "see_items", "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01"],
  ["explore", "see_items", "M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18M8 9h.01M14 8h.01M10 14h.01M16 13h.01M13 17h.01"],
  ["ontology", "edit_ontology", "M4 5h6v5H4ZM14 9h6v4h-6ZM14 16h6v4h-6ZM7 10v8h7M7 11h7"],
  ["review", "review", "M4 4h16v12H9l-5 4zM8.5 10l2.2 2.2L15.5 7.5"],
  ["quality", "see_quality", "M12 3 5 6v5c0 4.5 3 8 7 10 4-2 7-5.5 7-10V6zM9 12l2 2 4-4"],
  ["mine", "label", "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20c1-4 4-6 7-6s6 2 7 6"],
  ["members", "manage_members", "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20a6.5 6.5 0 0 1 13 0M16 4.5a3.5 3.5 0 0 1 0 6M18 14.5a6.5 6.5 0 0 1 3.5 5.5"],
];

/** Pages that another one leads to, with that one: its entry is the way back, so it is the one that is lit. */
const WITHIN = { card: "dashboard", connections: "dashboard" };

/** The pages of the project that whoever looks may see. */
const pagesOf = (project) => PAGES.filter(([name, verb]) => isHere(name, project) && (!project?.identity || project.identity.verbs.includes(verb)));

/** Some pages are only where there is something on them. */
function isHere(name, project) {
  if (name === "mine") return Boolean(project?.own_quality);
  return name !== "members" || projectName !== null;
}

/** What stands around every page: the way to the others, the theme, notices, and the login over the page. */
export function Shell({ page, project, me, outbox, bar, children }) {
  const { locked } = useStore(connection);
  return html`<a class="skip-link" href="#main">${t("app.skip")}</a>
    <header class="top">
      <a class="brand" href=${me || projectName ? "/projects" : pageUrl("label")} aria-label=${t("app.name")}><img src="/static/icon.svg" alt="" width="26" height="26" /><span>${t("app.name")}</span></a>
      ${project && html`<span class="project-title" title=${project.title}>${project.title}</span>`}
      <nav class="pages" aria-label=${t("app.nav")}>
        ${linksOf(project, me).map(([name, href, path, text]) => html`<${PageLink} key=${name} text=${text} href=${href} path=${path} current=${name === page ? "page" : name === WITHIN[page] ? "true" : undefined} />`)}
      </nav>
      <div class="top-end"><${ThemeButton} />${!me && html`<${Annotator} identity=${project?.identity} />`}</div>
    </header>
    ${bar}
    <main id="main" class="page page-${page}" tabindex="-1">${children}</main>
    <${Toasts} />
    ${locked && html`<${Dialog} title=${t("login.again")} onClose=${null}>
      <p class="quiet">${t("login.again.hint")}</p><${LoginForm} />
    <//>`}`;
}

/** The pages that whoever looks may see, of the project or of the workspace: [name, address, drawing, text]. */
function linksOf(project, me) {
  if (me) return workspaceLinks(me);
  return pagesOf(project).map(([name, , path]) => [name, pageUrl(name), path, t(`app.${name}`)]);
}

function PageLink({ text, href, path, current }) {
  return html`<a href=${href} aria-current=${current}>
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg><span>${text}</span>
  </a>`;
}
