import { html, render } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { LoginForm } from "../parts/login-form.js";
import { ThemeButton } from "../parts/theme-button.js";

export function mount(root) {
  render(
    html`<main id="main" class="login-page">
      <div class="login-theme"><${ThemeButton} /></div>
      <section class="card login-card">
        <img src="/static/icon.svg" alt="" width="44" height="44" />
        <h1>${t("login.title")}</h1>
        <p class="quiet">${t("login.hint")}</p>
        <${LoginForm} onDone=${() => location.assign("/label")} />
      </section>
    </main>`,
    root,
  );
}
