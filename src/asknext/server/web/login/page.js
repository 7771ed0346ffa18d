import { html, render, useState } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { nextPage } from "../client/server.js";
import { LoginForm } from "../parts/login-form.js";
import { ThemeButton } from "../parts/theme-button.js";

export function mount(root) {
  render(html`<${Login} />`, root);
}

function Login() {
  const refused = new URLSearchParams(location.search).has("refused");
  const [start] = useState(() => nextPage(null));
  const done = (ways) => location.assign(start ?? (ways.kind === "token" ? "/label" : "/projects"));
  return html`<main id="main" class="login-page">
    <div class="login-theme"><${ThemeButton} /></div>
    <section class="card login-card">
      <img src="/static/icon.svg" alt="" width="44" height="44" />
      <h1>${t("login.title")}</h1>
      ${refused && html`<p class="problem" role="alert">${t("login.refused")}</p>`}
      <${LoginForm} onDone=${done} next=${start ?? "/projects"} explained=${true} />
    </section>
  </main>`;
}
