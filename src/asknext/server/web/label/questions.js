import { html, useLayoutEffect, useRef } from "../vendor/htm-preact.js";
import { filterKeys } from "../client/keymap.js";
import { t } from "../client/messages.js";
import { className } from "../client/project.js";

/** The questions that classes ask, each once, in the order of the classes. */
export function questionsOf(project, ids) {
  const chosen = project.classes.filter((one) => ids.includes(one.id));
  return [...new Map(chosen.flatMap((one) => one.questions ?? []).map((one) => [one.id, one])).values()];
}

const listed = (answer) => (Array.isArray(answer) ? answer : [answer]);

const isAsked = (question, answers) => Object.entries(question.only_if ?? {}).every(([other, wanted]) => listed(answers[other]).some((one) => wanted.includes(one)));

/** The place of the first question after `after` that comes up, given the answers so far; -1 where none is left. */
export function nextQuestion(asking, after = -1) {
  return asking.questions.findIndex((one, place) => place > after && isAsked(one, asking.answers));
}

/** The same with one more answer to the question that stands there; a choice of several is taken or given back. */
export function answeredWith(asking, said) {
  const question = asking.questions[asking.at];
  const had = asking.answers[question.id] ?? [];
  const value = question.kind !== "several" ? said : had.includes(said) ? had.filter((one) => one !== said) : [...had, said];
  return { ...asking, answers: { ...asking.answers, [question.id]: value } };
}

/** The question before the one that stands there; null where it is the first. */
export function earlierQuestion(asking) {
  const earlier = asking.questions.map((_, place) => place).filter((place) => place < asking.at && nextQuestion(asking, place - 1) === place);
  return earlier.length ? { ...asking, at: earlier.at(-1) } : null;
}

/** The first question that has to be answered and is not, given the answers so far. */
export const missingQuestion = (questions, answers) => questions.find((one) => one.required && isAsked(one, answers) && !filled(answers[one.id])) ?? null;

/** Only what belongs to a question that came up. */
export function given(asking) {
  const kept = {};
  for (const one of asking.questions) if (isAsked(one, kept) && filled(asking.answers[one.id])) kept[one.id] = asking.answers[one.id];
  return kept;
}

export const filled = (answer) => answer !== undefined && answer !== null && answer !== "" && !(Array.isArray(answer) && !answer.length);

/** One question at a time below the item, answered by keys. */
export function Questions({ project, asking, hint, onAnswer, onNext, onBack }) {
  const question = asking.questions[asking.at];
  const answer = asking.answers[question.id];
  return html`<section class="questions" aria-label=${t("questions.title")}>
    <header class="row between"><p class="crumbs" dir="auto">${asking.classes.map((id) => className(project, id)).join(", ")} › ${t("questions.place", { place: asking.at + 1, count: asking.questions.length })}</p>
      <button type="button" class="button small" onClick=${onBack}>${t("questions.back")} <kbd aria-hidden="true">Esc</kbd></button></header>
    <h2 id="question" class="question" dir="auto" aria-live="polite">${question.name}${question.required ? "" : html` <small class="quiet">${t("questions.optional")}</small>`}</h2>
    ${question.choices ? html`<${Options} question=${question} answer=${answer} onAnswer=${onAnswer} />` : html`<${Field} key=${question.id} question=${question} answer=${answer} onAnswer=${onAnswer} />`}
    <div class="row end"><span class="hint" role="status">${hint}</span><button type="button" class="button primary" data-action="next" onClick=${onNext}>${t("questions.next")} <kbd aria-hidden="true">↵</kbd></button></div>
  </section>`;
}

function Options({ question, answer, onAnswer }) {
  const several = question.kind === "several";
  return html`<div class="choices n${Math.min(question.choices.length, 11)}" role="group" aria-labelledby="question">
    ${filterKeys(question.choices).map((one) => {
      const on = listed(answer).includes(one.id);
      return html`<button key=${one.id} type="button" class="choice" data-option=${one.id} aria-pressed=${String(on)} onClick=${(event) => (event.detail > 0 && event.currentTarget.blur(), onAnswer(one.id))}>
        ${several && html`<span class="tick" aria-hidden="true">${on ? "✓" : ""}</span>`}<span class="choice-name" dir="auto">${one.name}</span>${one.key && html`<kbd aria-hidden="true">${one.key}</kbd>`}</button>`;
    })}
  </div>`;
}

function Field({ question, answer, onAnswer }) {
  const field = useRef(null);
  useLayoutEffect(() => {
    // The field keeps what is typed: "3." is on the way to 3.5, and putting 3 back would make it 35.
    field.current.value = answer ?? "";
    field.current.focus();
  }, []);
  const number = question.kind === "number";
  const input = (event) => onAnswer(!number ? event.target.value : event.target.value === "" ? null : Number(event.target.value));
  return html`<input ref=${field} class="filter-field" data-answer type=${number ? "number" : "text"} step="any" maxlength="5000" autocomplete="off" aria-labelledby="question" onInput=${input} />`;
}

/** What a key does while a question stands there; null where it does nothing. */
export function questionKey(event, key, asking, acts) {
  if (event.key === "Escape") return acts.back;
  const inField = event.target.hasAttribute?.("data-answer");
  if (event.key === "Enter") return event.target.closest?.("button, a, summary") && !event.target.closest("[data-option]") ? null : acts.next;
  if (event.key === "Backspace") return inField && event.target.value ? null : acts.back;
  const question = asking.questions[asking.at];
  if (inField || !question.choices || event.shiftKey) return null;
  const found = filterKeys(question.choices).find((one) => one.key === key);
  return found ? () => acts.answer(found.id) : null;
}
