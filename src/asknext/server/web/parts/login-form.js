import { html, useEffect, useRef, useState } from "../vendor/htm-preact.js";
import { call, loggedIn, Away } from "../client/api.js";
import { alarm } from "../client/announce.js";
import { t } from "../client/messages.js";
import { onServer } from "../client/server.js";

/** Asks for what opens this server: one token, or name and password. `onDone(ways)` is called when it was accepted. */
export function LoginForm({ onDone, next = location.pathname, explained = false }) {
  const [ways, setWays] = useState(null);
  const [problem, setProblem] = useState("");
  const form = useRef(null);
  useEffect(() => {
    onServer("GET", "/login").then(setWays, () => setWays({ kind: "token" }));
  }, []);
  useEffect(() => ways && form.current.querySelector("input").focus(), [ways]);
  if (!ways) return null;

  const submit = async (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(form.current));
    if (given.token) given.token = given.token.trim();
    try {
      await call("POST", "/login", given, { login: true, server: true });
      loggedIn();
      onDone?.(ways);
    } catch (error) {
      const text = error instanceof Away ? t("network.away") : error.message || t("login.wrong");
      setProblem(text);
      alarm(text);
      form.current.querySelector("input[type=password]").select();
    }
  };

  return html`<form ref=${form} class="stack" onSubmit=${submit}>
    ${ways.kind === "token" ? html`<${Secret} label=${t("login.token")} name="token" problem=${problem} />` : html`
      <label class="field"><span>${t("login.name")}</span>
        <input name="name" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="80" required /></label>
      <${Secret} label=${t("login.password")} name="password" problem=${problem} />`}
    <p id="login-problem" class="problem">${problem}</p>
    <button class="button primary" type="submit">${t("login.submit")}</button>
    ${ways.single_sign_on && html`<a class="button" href=${`/single-sign-on?next=${encodeURIComponent(next)}`}>${t("login.other", { name: ways.single_sign_on })}</a>`}
    ${explained && html`<p class="quiet">${t(`login.hint.${ways.kind}`)}</p>`}
  </form>`;
}

function Secret({ label, name, problem }) {
  return html`<label class="field">
    <span>${label}</span>
    <input type="password" name=${name} autocomplete="current-password" required
      aria-invalid=${problem ? "true" : "false"} aria-describedby="login-problem" />
  </label>`;
}
