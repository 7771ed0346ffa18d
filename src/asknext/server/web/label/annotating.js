import { html, render, useEffect, useState } from "../vendor/htm-preact.js";
import { connection } from "../client/api.js";
import { useKeydown } from "../client/keydown.js";
import { ACTIONS, actionKeys, actionOf, keyed, needsFilter } from "../client/keymap.js";
import { t } from "../client/messages.js";
import { preference, setPreference } from "../client/preferences.js";
import { useStore } from "../client/store.js";
import { Drafts } from "../annotate/drafts.js";
import { EditorPanel, EditorStage, SubmitRow, keysOf } from "../annotate/editor.js";
import { onEditorKey } from "../annotate/keys.js";
import { useEditor } from "../annotate/use-editor.js";
import { Comments, CommentDialog } from "../parts/comment-dialog.js";
import { NetworkBar } from "../parts/network-bar.js";
import { Shell } from "../parts/shell.js";
import { Thread } from "../parts/thread.js";
import { Actions } from "./actions.js";
import { Empty } from "./empty.js";
import { Guidelines } from "./guidelines.js";
import { Help } from "./help.js";
import { HistoryStrip } from "./history-strip.js";
import { Progress } from "./progress.js";
import { Test, TestResult } from "./test.js";
import { Tour, isTourNew } from "./tour.js";
import { Why } from "./why.js";
import { Work } from "./work.js";

/** The page of an annotator whose answers are annotations: shapes, spans, regions, numbers, choices. */
export function mount(root, project) {
  const work = new Work(project);
  work.start();
  render(html`<${AnnotatePage} project=${project} work=${work} drafts=${new Drafts(project)} />`, root);
}

/** Keys that are the surface's here: it has a zoom and a submit of its own. */
const { zoom: _zoom, submit: _submit, none: _none, ...PAGE_KEYS } = ACTIONS;

function AnnotatePage({ project, work, drafts }) {
  const state = useStore(work);
  const view = useView(project, work, drafts);
  const { editor } = view;
  useKeydown((event, { editor: now, page }) => onEditorKey(event, now, page), { editor: work.item ? editor : null, page: view.onKey });
  const bar = html`<${NetworkBar} outbox=${work.outbox} />${(state.test || state.tested?.passed) && html`<${Test} test=${state.test ?? state.tested} onResult=${() => view.open("test")} />`}`;
  return html`<${Shell} page="label" project=${project} bar=${bar}>
    <div class="bench annotating ${work.item ? "" : "idle"} ${editor.classed ? "" : "plain"}">
      <${Progress} added=${state.added} speed=${state.speed} left=${state.left} />
      <${Stage} work=${work} view=${view} state=${state} />
      ${work.item && html`<${EditorPanel} editor=${editor} />`}
      <section class="answer">
        ${work.item && html`<${SubmitRow} editor=${editor} />`}
        <${Actions} keys=${view.keys} item=${work.item} whyOpen=${view.whyOpen} onAction=${view.act} />
      </section>
      ${view.whyOpen && html`<${Why} project=${project} item=${work.item} last=${state.history[0]} before=${view.guessBefore} canShow=${project.guess !== "never"} onBefore=${view.setGuessBefore} />`}
      <${HistoryStrip} project=${project} history=${state.history} onChange=${(entry) => work.change(entry)} showGuess=${false} />
    </div>
    <${Dialogs} project=${project} work=${work} view=${view} />
  <//>`;
}

function Stage({ work, view, state }) {
  const { reachable } = useStore(connection);
  const { item } = work;
  return html`<section class="stage card ${state.changing ? "changing" : ""}" aria-label=${t("label.item")} aria-busy=${String(state.busy)}>
    <h1 class="unseen">${t("label.title")}</h1>
    ${state.changing && html`<div class="note"><span>${t("label.changing")}</span><button class="button small" type="button" onClick=${() => work.keep()}>${t("label.changing.back")} <kbd>Esc</kbd></button></div>`}
    ${item ? html`<article class="item annotated" key=${item.item} data-item=${item.item} aria-label=${t("label.item")}>
        ${item.flagged && html`<span class="flag-mark">⚑ ${t("label.flagged")}</span>`}
        <${Remarks} item=${item} work=${work} />
        <${EditorStage} editor=${view.editor} />
      </article>` : html`<${Empty} loaded=${state.loaded} left=${state.left} waiting=${state.waiting} reachable=${reachable} />`}
  </section>`;
}

/** What people wrote about the item. */
function Remarks({ item, work }) {
  return html`${item.rejected && html`<p class="again" role="note">${t("label.rejected", { name: item.rejected.annotator })} <q dir="auto">${item.rejected.reason}</q></p>`}
    ${item.again && html`<p class="again" role="note">${item.again}</p>`}
    <${Comments} comments=${item.comments} />
    ${item.threads?.map((thread) => html`<${Thread} key=${thread.uid} thread=${thread} onReply=${thread.resolved ? null : (text) => work.reply(thread, text)} onResolve=${() => work.resolve(thread)} />`)}`;
}

function Dialogs({ project, work, view }) {
  const { dialog, close } = view;
  if (dialog === "help") return html`<${Help} project=${project} keys=${view.keys} filter=${view.editor.filter} annotating=${keysOf(view.editor)} onTour=${() => view.open("tour")} onClose=${close} />`;
  if (dialog === "tour") return html`<${Tour} project=${project} keys=${view.keys} annotating onClose=${close} />`;
  if (dialog === "test") return html`<${TestResult} project=${project} onClose=${close} />`;
  if (dialog === "guidelines") return html`<${Guidelines} project=${project} filter=${view.editor.filter} onClose=${close} />`;
  if (dialog === "comment") return html`<${CommentDialog} comments=${work.item?.comments} onSave=${(text) => work.comment(text)} onAsk=${(text, park) => work.ask(text, park)} onClose=${close} />`;
  return null;
}

/** What the page shows apart from the work, and what each key and button does. */
function useView(project, work, drafts) {
  const [dialog, setDialog] = useState(null);
  const [whyOpen, setWhyOpen] = useState(preference("why") === "open");
  const [guessBefore, setGuessBefore] = useState(project.guess !== "never" && preference("guess", project.guess) === "before");
  const { item } = work;
  const { changing } = work.state;
  const shown = item && `${item.item}/${changing ? "change" : ""}/${JSON.stringify(item.before ?? null)}`;
  const editor = useEditor({ project, item, shown, value: item?.before ?? item?.label, drafts, onSubmit: (value) => work.label(value) });
  const classes = keyed(project.classes);
  const keys = actionKeys(needsFilter(classes) ? [] : classes, PAGE_KEYS, false);

  useEffect(() => {
    if (item && isTourNew()) setDialog("tour");
  }, [Boolean(item)]);

  const skip = () => {
    if (!item || changing || work.state.busy) return;
    editor.editing.settled = true;
    drafts.drop(item.item);
    work.skip();
  };
  const acts = {
    undo: () => (editor.touched ? editor.act("undo") : work.undo()),
    skip,
    flag: () => work.flag(),
    comment: () => item && setDialog("comment"),
    guidelines: () => setDialog("guidelines"),
    help: () => setDialog("help"),
    why: () => {
      setPreference("why", whyOpen ? "closed" : "open");
      setWhyOpen(!whyOpen);
    },
  };
  return {
    dialog, whyOpen, guessBefore, editor, keys,
    open: setDialog,
    close: () => setDialog(null),
    act: (action) => acts[action](),
    onKey: (event, only) => {
      if (event.key === "Escape") return changing && !only ? () => work.keep() : null;
      if (event.key === "Enter" && item && !only) return editor.submit;
      const action = actionOf(event, keys);
      if (!action || (only && !only.includes(action))) return null;
      return action === "undo" && editor.touched ? null : () => acts[action]();
    },
    setGuessBefore: (before) => {
      setPreference("guess", before ? "before" : "after");
      setGuessBefore(before);
    },
  };
}
