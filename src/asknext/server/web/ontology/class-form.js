import { html, useState } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { QuestionsForm } from "./questions-form.js";
import { trying } from "./trying.js";

const SHAPES = ["box", "polygon", "mask", "keypoint", "span", "region"];

/** Everything that can be set of one class. Nothing is stored before Save; `draft` holds what differs. */
export function ClassForm({ editor, one, draft, onDraft, onDialog }) {
  const now = { ...one, ...draft };
  const dirty = Object.keys(draft).length > 0;
  const set = (name, value) => onDraft({ ...draft, [name]: value });
  const input = (name) => (event) => set(name, event.target.value);
  const save = (event) => {
    event?.preventDefault();
    if (dirty) trying(() => editor.propose({ do: "edit", class: one.id, set: draft }));
  };
  const remove = () => trying(() => editor.propose({ do: "delete", class: one.id }, { always: true }));
  return html`<form class="class-form stack" onSubmit=${save}>
    <h2 dir="auto">${one.path.length > 0 && html`<small class="crumbs">${one.path.join(" › ")} › </small>`}${one.name} <code class="quiet" title=${t("ontology.id")}>${one.id}</code></h2>
    <label class="field"><span>${t("ontology.name")}</span><input name="name" value=${now.name} maxlength="200" required autocomplete="off" onInput=${input("name")} /></label>
    <div class="form-row">
      <${KeyField} value=${draft.key === undefined ? one.own : draft.key} onKey=${(key) => set("key", key)} />
      <${ColourField} value=${now.colour} onColour=${(colour) => set("colour", colour)} />
    </div>
    <label class="field"><span>${t("ontology.description")}</span><textarea name="description" rows="2" maxlength="5000" value=${now.description ?? ""} onInput=${(event) => set("description", event.target.value || null)}></textarea></label>
    <label class="field"><span>${t("ontology.examples")}</span><textarea name="examples" rows="2" value=${now.examples.join("\n")} onInput=${(event) => set("examples", event.target.value.split("\n"))}></textarea></label>
    <label class="switch"><input type="checkbox" role="switch" name="heading" checked=${now.heading} onChange=${(event) => set("heading", event.target.checked)} /><span>${t("ontology.heading")}</span></label>
    <${QuestionsForm} questions=${now.attributes} onQuestions=${(questions) => set("attributes", questions)} />
    <details class="shapes"><summary>${t("ontology.shapes")}</summary><fieldset class="row"><legend class="unseen">${t("ontology.shapes")}</legend>
      ${SHAPES.map((shape) => html`<label class="check"><input type="checkbox" checked=${now.shapes.includes(shape)} onChange=${(event) => set("shapes", event.target.checked ? [...now.shapes, shape] : now.shapes.filter((each) => each !== shape))} /><span>${t(`ontology.shape.${shape}`)}</span></label>`)}
    </fieldset></details>
    <div class="row"><button type="submit" class="button primary" disabled=${!dirty}>${t("app.save")}</button>
      ${dirty && html`<button type="button" class="button" onClick=${() => onDraft({})}>${t("app.cancel")}</button>`}
      <span class="row form-end"><button type="button" class="button small" disabled=${editor.all.length < 2} onClick=${() => onDialog("merge")}>${t("ontology.merge")}</button>
        <button type="button" class="button small" disabled=${one.heading} onClick=${() => onDialog("split")}>${t("ontology.split")}</button>
        <button type="button" class="button small bad" onClick=${remove}>${t("ontology.delete")}</button></span></div>
  </form>`;
}

/** A key is set by pressing it. */
function KeyField({ value, onKey }) {
  const [hearing, setHearing] = useState(false);
  const hear = (event) => {
    if (["Tab", "Escape"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Backspace" || event.key === "Delete") onKey(null);
    else if (event.key.length === 1 && event.key.trim() && !event.ctrlKey && !event.metaKey) onKey(event.key.toLowerCase());
  };
  return html`<label class="field key-field"><span>${t("ontology.key")}</span><input name="key" value=${value ? value.toUpperCase() : ""} readonly placeholder=${t(hearing ? "ontology.key.press" : "ontology.key.none")} onFocus=${() => setHearing(true)} onBlur=${() => setHearing(false)} onKeyDown=${hear} /></label>`;
}

function ColourField({ value, onColour }) {
  return html`<div class="field"><label for="colour">${t("ontology.colour")}</label><span class="row">
    <input id="colour" name="colour" type="color" value=${value ?? "#8b92a3"} onInput=${(event) => onColour(event.target.value)} />
    ${value && html`<button type="button" class="button small" onClick=${() => onColour(null)}>${t("ontology.colour.none")}</button>`}</span></div>`;
}
