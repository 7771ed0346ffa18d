import { html } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";

/** The one sentence a manager looks for: go on, or stop, and why. */
export function Advice({ advice }) {
  if (!advice) return null;
  return html`<section class="card advice ${advice.stop ? "stop" : "go"}" aria-labelledby="advice-title">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${advice.stop ? "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8 12.5l2.8 2.8L16.2 9.5" : "M5 12h13M13 6l6 6-6 6"} /></svg>
    <div>
      <h2 id="advice-title">${t("dashboard.advice")}</h2>
      <p class="advice-sentence">${advice.sentence}</p>
      <${ToDo} pieces=${advice.pieces ?? []} />
      ${advice.rules?.length > 0 && html`<details><summary>${t("dashboard.advice.why")}</summary>
        <ul class="rules">${advice.rules.map((rule) => html`<li><span class="pill ${rule.stop ? "yes" : ""}">${t(rule.stop ? "dashboard.rule.stop" : "dashboard.rule.go")}</span> <span>${rule.sentence}</span></li>`)}</ul>
      </details>`}
    </div>
  </section>`;
}

/** What the pieces of advice ask for, each with a way to its picture; whether to stop is said above. */
function ToDo({ pieces }) {
  const wanted = pieces.filter((piece) => piece.verdict === "act" && !(piece.name === "contradiction" && piece.value <= piece.bound));
  if (!wanted.length) return null;
  return html`<ul class="todo">${wanted.map((piece) => html`<li>${piece.sentence} <a href=${`#piece-${piece.name}`}>${t("dashboard.hint.see")}</a></li>`)}</ul>`;
}
