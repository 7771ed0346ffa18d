import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { call, get, post } from "../client/api.js";
import { moment, t } from "../client/messages.js";
import { person } from "../client/session.js";
import { toast } from "../client/toast.js";
import { CleanedMarkup } from "../parts/cleaned-markup.js";
import { trying } from "./trying.js";

const TYPING = 400;

/** Markdown on one side, what annotators see of it on the other. */
export function GuidelinesEditor() {
  const [kept, setKept] = useState(null);
  const [text, setText] = useState("");
  const [markup, setMarkup] = useState("");
  const [versions, setVersions] = useState([]);
  const load = async () => {
    const [found, told] = await Promise.all([get("/guidelines"), get("/guidelines/versions")]);
    setKept(found);
    setText(found.text ?? "");
    setMarkup(found.html ?? "");
    setVersions(told.versions);
  };
  useEffect(() => void trying(load), []);
  useEffect(() => {
    if (!kept) return undefined;
    const timer = setTimeout(() => trying(async () => setMarkup((await post("/guidelines/preview", { text })).html)), TYPING);
    return () => clearTimeout(timer);
  }, [text, kept]);
  const save = (event) => {
    event.preventDefault();
    trying(async () => {
      await call("PUT", "/guidelines", { text, based_on: kept.version, annotator: person.state.annotator || "me" });
      toast(t("ontology.guidelines.saved"));
      await load();
    });
  };
  const show = (version) => trying(async () => setText((await get(`/guidelines/versions/${version}`)).text));
  return html`<form class="guidelines-editor" onSubmit=${save}>
    <div class="card stack"><label class="field grow"><span>${t("ontology.guidelines.text")}</span><textarea name="guidelines" class="code" rows="18" maxlength="100000" value=${text} onInput=${(event) => setText(event.target.value)}></textarea></label>
      <p class="quiet">${t("ontology.guidelines.hint")}</p>
      <div class="row between"><button type="submit" class="button primary" disabled=${!kept || text === (kept.text ?? "")}>${t("app.save")}</button>
        ${versions.length > 0 && html`<label class="field inline"><span>${t("ontology.guidelines.versions")}</span><select onChange=${(event) => event.target.value && show(event.target.value)}><option value="">–</option>${versions.map((one) => html`<option value=${one.version}>${one.version} · ${one.annotator} · ${moment(one.at)}</option>`)}</select></label>`}</div></div>
    <section class="card stack" aria-label=${t("ontology.guidelines.look")}><h2>${t("ontology.guidelines.look")}</h2><div class="guidelines" tabindex="0"><${CleanedMarkup} markup=${markup} /></div></section>
  </form>`;
}
