import { html, render, useEffect, useState } from "../vendor/htm-preact.js";
import { apiBase } from "../client/api.js";
import { t } from "../client/messages.js";
import { keyed, needsFilter } from "../client/keymap.js";
import { useStore } from "../client/store.js";
import { Choices, FilteredChoices } from "../parts/choices.js";
import { Shell } from "../parts/shell.js";
import { useClassTree } from "../label/class-tree.js";
import { ApplyFile } from "./apply-file.js";
import { ClassForm } from "./class-form.js";
import { Editor } from "./editor.js";
import { GuidelinesEditor } from "./guidelines-editor.js";
import { MergeDialog, SplitDialog } from "./merge-split.js";
import { PreviewDialog } from "./preview-dialog.js";
import { ClassTree } from "./tree.js";
import { trying } from "./trying.js";
import { Versions } from "./versions.js";

export function mount(root, project) {
  const editor = new Editor(project);
  render(html`<${OntologyPage} project=${project} editor=${editor} />`, root);
}

const TABS = ["classes", "guidelines", "versions"];

function OntologyPage({ project, editor }) {
  const state = useStore(editor);
  const [tab, setTab] = useState(location.hash.slice(1) || "classes");
  useEffect(() => void trying(() => editor.load()), []);
  const show = (name) => {
    history.replaceState(null, "", `#${name}`);
    setTab(name);
  };
  return html`<${Shell} page="ontology" project=${project}>
    <div class="ontology">
      <header class="row between"><h1>${t("ontology.title")}</h1><${Tabs} tab=${tab} onTab=${show} /></header>
      ${state.job && html`<p class="job" role="status">${t("ontology.job", { done: state.job.done, total: state.job.total })}</p>`}
      <section id="panel-${tab}" role="tabpanel" aria-labelledby="tab-${tab}">
        ${tab === "guidelines" ? html`<${GuidelinesEditor} />` : tab === "versions" ? html`<${Versions} editor=${editor} versions=${state.versions} />` : html`<${Classes} project=${project} editor=${editor} state=${state} />`}
      </section>
    </div>
    ${state.asking && html`<${PreviewDialog} editor=${editor} asking=${state.asking} />`}
  <//>`;
}

function Tabs({ tab, onTab }) {
  const move = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const next = TABS[(TABS.indexOf(tab) + by + TABS.length) % TABS.length];
    onTab(next);
    document.getElementById(`tab-${next}`).focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${t("ontology.title")} onKeyDown=${move}>
    ${TABS.map((name) => html`<button key=${name} type="button" role="tab" id="tab-${name}" aria-controls="panel-${name}" aria-selected=${String(tab === name)} tabindex=${tab === name ? 0 : -1} onClick=${() => onTab(name)}>${t(`ontology.tab.${name}`)}</button>`)}
  </div>`;
}

function Classes({ project, editor, state }) {
  const [dialog, setDialog] = useState(null);
  const [draft, setDraft] = useState({});
  const { chosen } = editor;
  useEffect(() => setDraft({}), [state.chosen, project.ontology]);
  const close = () => setDialog(null);
  return html`<div class="ontology-body">
    <div class="card tree-card">
      <${ClassTree} editor=${editor} uses=${state.uses} />
      <${NewClass} editor=${editor} />
      <div class="row"><a class="button small" href="${apiBase()}/ontology.yaml" download="ontology.yaml">${t("ontology.download")}</a>
        <button type="button" class="button small" onClick=${() => setDialog("apply")}>${t("ontology.apply")}</button></div>
    </div>
    <div class="card form-card">
      ${chosen ? html`<${ClassForm} key=${`${chosen.id}/${project.ontology}`} editor=${editor} one=${chosen} draft=${draft} onDraft=${setDraft} onDialog=${setDialog} />` : html`<p class="quiet">${t("ontology.none")}</p>`}
    </div>
    <${LivePreview} project=${project} chosen=${chosen} draft=${draft} />
    ${dialog === "merge" && html`<${MergeDialog} editor=${editor} one=${chosen} onClose=${close} />`}
    ${dialog === "split" && html`<${SplitDialog} editor=${editor} one=${chosen} onClose=${close} />`}
    ${dialog === "apply" && html`<${ApplyFile} editor=${editor} onClose=${close} />`}
  </div>`;
}

function NewClass({ editor }) {
  const [name, setName] = useState("");
  const add = (event) => {
    event.preventDefault();
    if (!name.trim()) return;
    trying(async () => {
      const made = await editor.make({ do: "add", name, parent: editor.chosen?.heading ? editor.chosen.id : (editor.chosen?.parent ?? null) });
      setName("");
      editor.choose([...made.classes, ...made.headings].find((one) => one.name === name.trim().replace(/\s+/g, " "))?.id ?? editor.state.chosen);
    });
  };
  return html`<form class="row new-class" onSubmit=${add}>
    <label class="field"><span class="unseen">${t("ontology.new")}</span><input name="new" value=${name} maxlength="200" autocomplete="off" placeholder=${t("ontology.new")} onInput=${(event) => setName(event.target.value)} /></label>
    <button class="button" type="submit">${t("ontology.add")}</button>
  </form>`;
}

/** The choices of the label page as they would look with what is being edited. */
function LivePreview({ project, chosen, draft }) {
  const [words, setWords] = useState("");
  const edited = (one) => (one.id === chosen?.id ? { ...one, key: one.own, ...draft } : { ...one, key: one.own });
  const changed = keyed(project.classes.map(edited).filter((one) => !one.heading));
  const shown = { ...project, classes: changed };
  const tree = useClassTree(shown, null, words);
  const rest = { classes: changed, multi: project.multi, chosen: [], onChoose: () => {} };
  return html`<section class="card live" aria-label=${t("ontology.live")}>
    <h2>${t("ontology.live")}</h2>
    ${needsFilter(changed) ? html`<${FilteredChoices} ...${rest} words=${words} onWords=${setWords} tree=${tree} focusOn="never" quiet />` : html`<${Choices} ...${rest} />`}
  </section>`;
}
