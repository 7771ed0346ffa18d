import { html, useEffect, useRef, useState } from "../vendor/htm-preact.js";
import { call, loggedIn, Away } from "../client/api.js";
import { alarm } from "../client/announce.js";
import { t } from "../client/messages.js";

/** Asks for the token; `onDone` is called when the server has accepted it. */
export function LoginForm({ onDone }) {
  const [problem, setProblem] = useState("");
  const field = useRef(null);
  useEffect(() => field.current.focus(), []);

  const submit = async (event) => {
    event.preventDefault();
    try {
      await call("POST", "/login", { token: field.current.value.trim() }, { login: true, server: true });
      loggedIn();
      onDone?.();
    } catch (error) {
      const text = error instanceof Away ? t("network.away") : error.status === 401 ? error.message || t("login.wrong") : error.message;
      setProblem(text);
      alarm(text);
      field.current.select();
    }
  };

  return html`<form class="stack" onSubmit=${submit}>
    <label class="field">
      <span>${t("login.token")}</span>
      <input ref=${field} type="password" name="token" autocomplete="current-password" required
        aria-invalid=${problem ? "true" : "false"} aria-describedby="login-problem" />
    </label>
    <p id="login-problem" class="problem">${problem}</p>
    <button class="button primary" type="submit">${t("login.submit")}</button>
  </form>`;
}
