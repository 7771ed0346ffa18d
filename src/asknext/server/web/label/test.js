import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { get, query } from "../client/api.js";
import { t } from "../client/messages.js";
import { excerpt, labelText } from "../client/project.js";
import { person } from "../client/session.js";
import { toast } from "../client/toast.js";
import { Dialog } from "../parts/dialog.js";

/** Where one stands in the test before real work. */
export function Test({ test, onResult }) {
  const name = test.passed ? "passed" : test.failed ? "failed" : test.attempts && !test.answered ? "again" : "running";
  return html`<p class="test-bar" role="status">
    <strong>${t(`test.${name}`, { done: test.answered, items: test.items })}</strong>
    ${test.attempts > 0 && html`<button type="button" class="button small" onClick=${onResult}>${t("test.result")}</button>`}
  </p>`;
}

/** Each answer of the last test with what is right. */
export function TestResult({ project, onClose }) {
  const [found, setFound] = useState(null);
  useEffect(() => {
    get(`/qualification${query({ annotator: person.state.annotator })}`).then(setFound, (error) => toast(error.message, { bad: true }));
  }, []);
  return html`<${Dialog} title=${t("test.result")} onClose=${onClose} kind="wide">
    ${!found ? html`<p class="quiet">${t("app.loading")}</p>` : html`<p>${t("test.score", { right: found.answers.filter((one) => one.right).length, items: found.answers.length })}</p>
    <ul class="test-answers">${found.answers.map((one) => html`<li key=${one.item} class=${one.right ? "right" : "wrong"}>
      <p dir="auto">${excerpt(one.content, 200)}</p>
      <p>${one.right ? "✓" : "✗"} ${labelText(project, one.value, t("history.none"))}${!one.right && html` · ${t("test.right", { label: labelText(project, one.gold, t("history.none")) })}`}</p>
      ${one.explanation && html`<p class="quiet" dir="auto">${one.explanation}</p>`}
    </li>`)}</ul>`}
  <//>`;
}
