import { html } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";

export function Password({ onChange }) {
  const submit = async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const { old, password } = Object.fromEntries(new FormData(form));
    if (await onChange({ old, new: password })) form.reset();
  };
  return html`<section class="card team-card"><h2>${t("account.password")}</h2>
    <form class="stack" onSubmit=${submit}>
      <label class="field"><span>${t("account.password.old")}</span><input type="password" name="old" autocomplete="current-password" required /></label>
      <label class="field"><span>${t("account.password.new")}</span><input type="password" name="password" autocomplete="new-password" minlength="12" maxlength="256" required aria-describedby="password-hint" /></label>
      <p id="password-hint" class="quiet">${t("account.password.hint")}</p>
      <div class="row end"><button class="button primary" type="submit">${t("account.password.change")}</button></div>
    </form></section>`;
}
