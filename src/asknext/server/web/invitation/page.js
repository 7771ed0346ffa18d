import { html, render, useEffect, useRef, useState } from "../vendor/htm-preact.js";
import { alarm } from "../client/announce.js";
import { t } from "../client/messages.js";
import { onServer } from "../client/server.js";
import { ThemeButton } from "../parts/theme-button.js";

export function mount(root) {
  const secret = location.hash.slice(1);
  // the link must not stay in the history of a computer that others use
  history.replaceState(null, "", location.pathname);
  render(html`<${Invitation} secret=${secret} />`, root);
}

function Invitation({ secret }) {
  const [about, setAbout] = useState(null);
  const [problem, setProblem] = useState("");
  const ask = () => onServer("POST", "/invitation", { secret: secret || "-" }).then(setAbout, (error) => setProblem(error.message));
  useEffect(() => void ask(), []);

  const accept = async (given) => {
    try {
      const { project } = await onServer("POST", "/invitation/accept", { secret, ...given });
      location.assign(project ? `/p/${encodeURIComponent(project)}/label` : "/projects");
    } catch (error) {
      setProblem(error.message);
      alarm(error.message);
    }
  };

  const elsewhere = async () => {
    try {
      location.assign((await onServer("POST", "/invitation/single-sign-on", { secret })).address);
    } catch (error) {
      setProblem(error.message);
    }
  };

  return html`<main id="main" class="login-page">
    <div class="login-theme"><${ThemeButton} /></div>
    <section class="card login-card">
      <img src="/static/icon.svg" alt="" width="44" height="44" />
      <h1>${about?.kind === "password" ? t("invitation.password", { name: about.name }) : t("invitation.title")}</h1>
      ${about?.kind === "invitation" && html`<p class="quiet">${purpose(about)}</p>`}
      ${about?.kind === "invitation" && about.logged_in && html`<button class="button primary" type="button" onClick=${() => accept({})}>${t("invitation.as", { name: about.logged_in })}</button>`}
      ${about && !about.logged_in && html`<${Account} about=${about} problem=${problem} onDone=${accept} />`}
      ${about?.kind === "invitation" && about.single_sign_on && !about.logged_in && html`<button class="button" type="button" onClick=${elsewhere}>${t("login.other", { name: about.single_sign_on })}</button>`}
      <p id="invitation-problem" class="problem" role="alert">${problem}</p>
      ${!about && problem && html`<a class="button" href="/login">${t("login.title")}</a>`}
    </section>
  </main>`;
}

function purpose(about) {
  if (about.admin) return t("invitation.admin");
  if (!about.project) return t("invitation.server");
  return t("invitation.project", { project: about.project, role: t(`team.role.${about.role}`) });
}

function Account({ about, problem, onDone }) {
  const form = useRef(null);
  useEffect(() => form.current.querySelector("input").focus(), []);
  const submit = (event) => {
    event.preventDefault();
    onDone(Object.fromEntries(new FormData(form.current)));
  };
  const invalid = problem ? "true" : "false";
  return html`<form ref=${form} class="stack" onSubmit=${submit}>
    ${about.kind === "invitation" && html`<label class="field"><span>${t("login.name")}</span>
      <input name="name" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="80" required aria-invalid=${invalid} aria-describedby="invitation-problem" /></label>`}
    <label class="field"><span>${t("account.password.new")}</span>
      <input type="password" name="password" autocomplete="new-password" minlength="12" maxlength="256" required aria-invalid=${invalid} aria-describedby="password-hint invitation-problem" /></label>
    <p id="password-hint" class="quiet">${t("account.password.hint")}</p>
    <button class="button primary" type="submit">${t("invitation.accept")}</button>
    ${about.kind === "invitation" && html`<p class="quiet">${t("invitation.have")} <a href="/login?next=%2Finvitation">${t("login.title")}</a></p>`}
  </form>`;
}
