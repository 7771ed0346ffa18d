import { html, useState } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { Dialog } from "../parts/dialog.js";
import { trying } from "./trying.js";

/** Into which class; then the preview with counts. */
export function MergeDialog({ editor, one, onClose }) {
  const [into, setInto] = useState("");
  const others = editor.project.classes.filter((each) => each.id !== one.id);
  const go = (event) => {
    event.preventDefault();
    onClose();
    trying(() => editor.propose({ do: "merge", classes: [one.id], into }, { always: true }));
  };
  return html`<${Dialog} title=${t("ontology.merge.title", { name: one.name })} onClose=${onClose}>
    <form class="stack" onSubmit=${go}>
      <p class="quiet">${t("ontology.merge.hint")}</p>
      <label class="field"><span>${t("ontology.merge.into")}</span><select name="into" value=${into} required onChange=${(event) => setInto(event.target.value)}><option value="">–</option>${others.map((each) => html`<option value=${each.id}>${[...each.path, each.name].join(" › ")}</option>`)}</select></label>
      <div class="row end"><button type="submit" class="button primary" disabled=${!into}>${t("ontology.look")}</button></div>
    </form>
  <//>`;
}

const EMPTY = { name: "", search: "" };

/** Into which classes, and which labels go where; then the preview with counts. */
export function SplitDialog({ editor, one, onClose }) {
  const [parts, setParts] = useState([EMPTY, EMPTY]);
  const [rest, setRest] = useState("queue");
  const put = (place, change) => setParts(parts.map((part, at) => (at === place ? { ...part, ...change } : part)));
  const named = parts.filter(({ name }) => name.trim());
  const go = (event) => {
    event.preventDefault();
    onClose();
    const rules = named.filter(({ search }) => search.trim()).map(({ name, search }) => ({ into: name, search }));
    trying(() => editor.propose({ do: "split", class: one.id, into: named.map(({ name }) => ({ name })), rules, rest }, { always: true }));
  };
  return html`<${Dialog} title=${t("ontology.split.title", { name: one.name })} onClose=${onClose} kind="wide">
    <form class="stack" onSubmit=${go}>
      <p class="quiet">${t("ontology.split.hint", { name: one.name })}</p>
      ${parts.map((part, place) => html`<div class="form-row" key=${place}>
        <label class="field grow"><span>${t("ontology.split.name", { place: place + 1 })}</span><input name=${`part${place}`} value=${part.name} maxlength="200" autocomplete="off" onInput=${(event) => put(place, { name: event.target.value })} /></label>
        <label class="field grow"><span>${t("ontology.split.search")}</span><input name=${`search${place}`} value=${part.search} maxlength="500" autocomplete="off" onInput=${(event) => put(place, { search: event.target.value })} /></label></div>`)}
      <div><button type="button" class="button small" onClick=${() => setParts([...parts, EMPTY])}>${t("ontology.split.more")}</button></div>
      <fieldset class="stack"><legend>${t("ontology.split.rest")}</legend>
        ${["queue", "keep"].map((each) => html`<label class="check"><input type="radio" name="rest" checked=${rest === each} onChange=${() => setRest(each)} /><span>${t(`ontology.split.rest.${each}`, { name: one.name })}</span></label>`)}</fieldset>
      <div class="row end"><button type="submit" class="button primary" disabled=${named.length < 2}>${t("ontology.look")}</button></div>
    </form>
  <//>`;
}
