import { useState } from "../vendor/htm-preact.js";
import { announce } from "../client/announce.js";
import { t } from "../client/messages.js";
import { answeredWith, earlierQuestion, filled, given, missingQuestion, nextQuestion, questionsOf } from "../label/questions.js";
import { notAsked } from "./editing.js";

/** The questions that the class of one annotation asks, one after the other; answers go into its `attributes`. */
export function useAsking(project, editing) {
  const [asking, setAsking] = useState(null);
  const [hint, setHint] = useState("");
  const here = asking && editing?.state.value.some((one) => one.id === asking.of) ? asking : null;
  const put = (now) => {
    setHint("");
    setAsking(now);
  };
  /** `fresh`: the annotation was made by the step before, and is undone with its answers. */
  const begin = (one, { fresh = false, from = -1 } = {}) => {
    const questions = questionsOf(project, [one.class]);
    const begun = { of: one.id, fresh, classes: [one.class], questions, answers: one.attributes ?? {}, at: -1 };
    const at = nextQuestion(begun, from);
    put(at < 0 ? null : { ...begun, at });
    return at >= 0;
  };
  const keep = (now) => {
    const one = editing.state.value.find((each) => each.id === now.of);
    const attributes = { ...notAsked(one.attributes), ...given(now) };
    if (JSON.stringify(attributes) !== JSON.stringify(one.attributes ?? {})) editing.patch(now.of, { attributes }, { merge: now.fresh });
  };
  const goOn = (now) => {
    keep(now);
    const at = nextQuestion(now, now.at);
    put(at < 0 ? null : { ...now, fresh: true, at });
  };
  const answer = (said) => {
    const now = answeredWith(here, said);
    // One choice is the whole answer; a field or several choices wait for Enter.
    if (here.questions[here.at].kind === "one") goOn(now);
    else put(now);
  };
  const next = () => {
    const question = here.questions[here.at];
    if (!question.required || filled(here.answers[question.id])) return goOn(here);
    setHint(t("questions.required"));
    return announce(t("questions.required"));
  };
  const back = () => put(earlierQuestion(here));
  return { asking: here, hint, begin, end: () => put(null), answering: { answer, next, back } };
}

/** The first annotation whose class asks something that has to be answered and is not: {one, from}; null where all is said. */
export function unanswered(project, value) {
  for (const one of value) {
    const questions = questionsOf(project, [one.class]);
    const missing = missingQuestion(questions, one.attributes ?? {});
    if (missing) return { one, from: questions.indexOf(missing) - 1 };
  }
  return null;
}
