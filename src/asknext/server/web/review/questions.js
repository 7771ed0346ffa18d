import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { excerpt } from "../client/project.js";
import { toast } from "../client/toast.js";
import { Thread } from "../parts/thread.js";
import { openQuestions, settleQuestion } from "./bench.js";

/** The questions nobody has resolved yet: read, reply, resolve. */
export function Questions({ onChange }) {
  const [found, setFound] = useState(null);
  const [next, setNext] = useState(null);
  const load = async (before = null) => {
    try {
      const answer = await openQuestions(before);
      setFound((last) => (before ? [...last, ...answer.questions] : answer.questions));
      setNext(answer.next);
    } catch (error) {
      toast(error.message, { bad: true });
    }
  };
  useEffect(() => {
    load();
  }, []);
  const settle = async (kind, thread, text) => {
    try {
      await settleQuestion(kind, thread.uid, text);
      await load();
      onChange();
    } catch (error) {
      toast(error.message, { bad: true });
    }
  };
  if (!found) return html`<section class="empty card"><p class="quiet">${t("app.loading")}</p></section>`;
  if (!found.length) return html`<section class="empty card"><h2>${t("review.empty.questions")}</h2><p>${t("review.empty.questions.text")}</p></section>`;
  return html`<ul class="threads">${found.map((one) => html`<li class="card" key=${one.uid}>
      <p class="quiet" dir="auto">${excerpt(one.content, 240)}</p>
      <${Thread} thread=${one} onReply=${(text) => settle("reply", one, text)} onResolve=${() => settle("resolve", one)} />
    </li>`)}</ul>
    ${next && html`<p><button type="button" class="button" onClick=${() => load(next)}>${t("review.more")}</button></p>`}`;
}
