import { html } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";

const KINDS = ["one", "several", "number", "text"];

/** The questions a class asks once it is chosen. A question or choice keeps its id whatever it is called. */
export function QuestionsForm({ questions, onQuestions }) {
  const put = (place, change) => onQuestions(questions.map((one, at) => (at === place ? { ...one, ...change } : one)));
  const swap = (place) => onQuestions(questions.map((one, at) => (at === place ? questions[place - 1] : at === place - 1 ? questions[place] : one)));
  return html`<fieldset class="stack questions-form"><legend>${t("ontology.questions")}</legend>
    ${questions.map((one, place) => html`<${QuestionForm} key=${one.id ?? place} one=${one} earlier=${questions.slice(0, place).filter((other) => other.id && other.choices?.length)} onChange=${(change) => put(place, change)}
      onUp=${place > 0 ? () => swap(place) : null} onRemove=${() => onQuestions(questions.filter((_, at) => at !== place))} />`)}
    <div><button type="button" class="button small" onClick=${() => onQuestions([...questions, { name: "", kind: "one", choices: [{ name: "" }] }])}>${t("ontology.question.add")}</button></div>
  </fieldset>`;
}

function QuestionForm({ one, earlier, onChange, onUp, onRemove }) {
  const chooses = one.kind === "one" || one.kind === "several";
  const [asked] = Object.keys(one.only_if ?? {});
  const condition = earlier.find((other) => other.id === asked);
  const kind = (event) => onChange({ kind: event.target.value, choices: ["one", "several"].includes(event.target.value) ? (one.choices?.length ? one.choices : [{ name: "" }]) : [] });
  return html`<div class="question-form stack">
    <div class="form-row"><label class="field grow"><span>${t("ontology.question")}</span><input value=${one.name} required maxlength="200" autocomplete="off" onInput=${(event) => onChange({ name: event.target.value })} /></label>
      <label class="field"><span>${t("ontology.question.kind")}</span><select value=${one.kind} onChange=${kind}>${KINDS.map((each) => html`<option value=${each}>${t(`ontology.kind.${each}`)}</option>`)}</select></label></div>
    ${chooses && html`<${ChoicesForm} choices=${one.choices ?? []} onChoices=${(choices) => onChange({ choices })} />`}
    <div class="row">
      <label class="check"><input type="checkbox" checked=${Boolean(one.required)} onChange=${(event) => onChange({ required: event.target.checked })} /><span>${t("ontology.question.required")}</span></label>
      ${earlier.length > 0 && html`<label class="field inline"><span>${t("ontology.question.only")}</span><select value=${asked ?? ""} onChange=${(event) => onChange({ only_if: event.target.value ? { [event.target.value]: [earlier.find((other) => other.id === event.target.value).choices[0].id] } : {} })}>
        <option value="">${t("ontology.question.always")}</option>${earlier.map((other) => html`<option value=${other.id}>${other.name}</option>`)}</select></label>`}
      ${condition && condition.choices.filter((choice) => choice.id).map((choice) => html`<label class="check"><input type="checkbox" checked=${one.only_if[asked].includes(choice.id)} onChange=${(event) => onChange({ only_if: { [asked]: event.target.checked ? [...one.only_if[asked], choice.id] : one.only_if[asked].filter((id) => id !== choice.id) } })} /><span>${choice.name}</span></label>`)}
      <span class="row form-end">${onUp && html`<button type="button" class="button small" onClick=${onUp}>${t("ontology.question.up")}</button>`}<button type="button" class="button small" onClick=${onRemove}>${t("ontology.question.remove")}</button></span>
    </div>
  </div>`;
}

function ChoicesForm({ choices, onChoices }) {
  const put = (place, name) => onChoices(choices.map((one, at) => (at === place ? { ...one, name } : one)));
  const onKey = (event, place) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    onChoices([...choices.slice(0, place + 1), { name: "" }, ...choices.slice(place + 1)]);
  };
  return html`<ul class="choices-form">${choices.map((one, place) => html`<li key=${one.id ?? `new-${place}`} class="row"><label class="field grow"><span class="unseen">${t("ontology.choice", { place: place + 1 })}</span><input value=${one.name} required maxlength="200" autocomplete="off" placeholder=${t("ontology.choice", { place: place + 1 })} onInput=${(event) => put(place, event.target.value)} onKeyDown=${(event) => onKey(event, place)} /></label>
      <button type="button" class="icon-button" aria-label=${t("ontology.choice.remove", { name: one.name })} disabled=${choices.length < 2} onClick=${() => onChoices(choices.filter((_, at) => at !== place))}>✕</button></li>`)}
    <li><button type="button" class="button small" onClick=${() => onChoices([...choices, { name: "" }])}>${t("ontology.choice.add")}</button></li></ul>`;
}
