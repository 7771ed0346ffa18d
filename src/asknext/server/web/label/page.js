import { html, render, useEffect, useLayoutEffect, useState } from "../vendor/htm-preact.js";
import { connection } from "../client/api.js";
import { isAnnotated } from "../client/annotated.js";
import { announce } from "../client/announce.js";
import { useKeydown } from "../client/keydown.js";
import { actionKeys, keyed, needsFilter, printed } from "../client/keymap.js";
import { t } from "../client/messages.js";
import { preference, setPreference } from "../client/preferences.js";
import { answersOf, classesOf } from "../client/project.js";
import { useStore } from "../client/store.js";
import { Choices, FilteredChoices } from "../parts/choices.js";
import { Comments, CommentDialog } from "../parts/comment-dialog.js";
import { Content } from "../parts/content.js";
import { NetworkBar } from "../parts/network-bar.js";
import { Shell } from "../parts/shell.js";
import { Suggestions } from "../parts/suggestions.js";
import { Thread } from "../parts/thread.js";
import { Actions } from "./actions.js";
import { offered, useClassTree } from "./class-tree.js";
import { Empty } from "./empty.js";
import { Guidelines } from "./guidelines.js";
import { Help } from "./help.js";
import { HistoryStrip } from "./history-strip.js";
import { onKey } from "./keys.js";
import { Progress } from "./progress.js";
import { Test, TestResult } from "./test.js";
import { Questions, answeredWith, earlierQuestion, filled, given, nextQuestion, questionsOf } from "./questions.js";
import { Tour, isTourNew } from "./tour.js";
import { Why } from "./why.js";
import { Work } from "./work.js";

const ZOOMS = [1, 2, 4];
const FLASH = 180;

export async function mount(root, project) {
  if (isAnnotated(project)) return (await import("./annotating.js")).mount(root, project);
  const work = new Work(project);
  work.start();
  return render(html`<${LabelPage} project=${project} work=${work} />`, root);
}

function LabelPage({ project, work }) {
  const state = useStore(work);
  const view = useView(project, work);
  useKeydown(onKey, view);
  const bar = html`<${NetworkBar} outbox=${work.outbox} />${(state.test || state.tested?.passed) && html`<${Test} test=${state.test ?? state.tested} onResult=${view.showTest} />`}`;
  return html`<${Shell} page="label" project=${project} bar=${bar}>
    <div class="bench ${view.whyOpen ? "with-why" : ""}">
      <${Progress} added=${state.added} speed=${state.speed} left=${state.left} />
      <${Stage} project=${project} work=${work} view=${view} state=${state} />
      ${view.whyOpen && html`<${Why} project=${project} item=${work.item} last=${state.history[0]} before=${view.guessBefore} canShow=${project.guess !== "never"} onBefore=${view.setGuessBefore} />`}
      <${HistoryStrip} project=${project} history=${state.history} onChange=${(entry) => work.change(entry)} showGuess=${project.guess !== "never"} />
    </div>
    ${view.dialog === "help" && html`<${Help} project=${project} keys=${view.keys} filter=${view.filter} onTour=${view.showTour} onClose=${view.close} />`}
    ${view.dialog === "tour" && html`<${Tour} project=${project} keys=${view.keys} onClose=${view.close} />`}
    ${view.dialog === "test" && html`<${TestResult} project=${project} onClose=${view.close} />`}
    ${view.dialog === "guidelines" && html`<${Guidelines} project=${project} filter=${view.filter} onClose=${view.close} />`}
    ${view.dialog === "comment" && html`<${CommentDialog} comments=${work.item?.comments} onSave=${(text) => work.comment(text)} onAsk=${(text, park) => work.ask(text, park)} onClose=${view.close} />`}
  <//>`;
}

function Stage({ project, work, view, state }) {
  const { reachable } = useStore(connection);
  const { item } = work;
  return html`<section class="stage card ${state.changing ? "changing" : ""}" aria-label=${t("label.item")} aria-busy=${String(state.busy)}>
      <h1 class="unseen">${t("label.title")}</h1>
      ${state.changing && html`<div class="note"><span>${t("label.changing")}</span><button class="button small" type="button" onClick=${() => work.keep()}>${t("label.changing.back")} <kbd>Esc</kbd></button></div>`}
      ${item ? html`<${Item} item=${item} view=${view} />` : html`<${Empty} loaded=${state.loaded} left=${state.left} waiting=${state.waiting} reachable=${reachable} />`}
    </section>
    <section class="answer">
      <${Answers} project=${project} view=${view} item=${item} />
      <${Actions} keys=${view.keys} item=${item} whyOpen=${view.whyOpen} onAction=${view.act} />
    </section>`;
}

function Item({ item, view }) {
  return html`<article class="item" key=${item.item} data-item=${item.item} tabindex="0" aria-label=${t("label.item")}>
    ${item.flagged && html`<span class="flag-mark">⚑ ${t("label.flagged")}</span>`}
    <${Content} content=${item.content} zoom=${view.zoom} onZoom=${() => view.act("zoom")} />
    ${item.rejected && html`<p class="again" role="note">${t("label.rejected", { name: item.rejected.annotator })} <q dir="auto">${item.rejected.reason}</q></p>`}
    ${item.again && html`<p class="again" role="note">${item.again}</p>`}
    <${Comments} comments=${item.comments} />
    ${item.threads?.map((thread) => html`<${Thread} key=${thread.uid} thread=${thread} onReply=${thread.resolved ? null : (text) => view.work.reply(thread, text)} onResolve=${() => view.work.resolve(thread)} />`)}
  </article>`;
}

function Answers({ project, view, item }) {
  if (view.asking) return html`<${Questions} project=${project} asking=${view.asking} hint=${view.hint} onAnswer=${view.answer} onNext=${view.next} onBack=${view.back} />`;
  const rest = { multi: project.multi, chosen: view.chosen, before: item && classesOf(item.before ?? []), flash: view.flash, onChoose: view.choose, disabled: !item };
  return html`<${Suggestions} project=${project} suggestions=${item?.suggestions} />${view.filter
    ? html`<${FilteredChoices} ...${rest} classes=${view.classes} words=${view.words} onWords=${view.setWords} focusOn=${item?.item} tree=${view.tree} />`
    : html`<${Choices} ...${rest} classes=${view.classes} />`}
  ${project.multi && html`<div class="submit-row">
    <button type="button" class="button" data-action="none" onClick=${() => view.act("none")}>${t("label.none")} <kbd aria-hidden="true">${printed(view.keys.none)}</kbd></button>
    <button type="button" class="button primary" data-action="submit" onClick=${() => view.act("submit")}>${t("label.submit")} <kbd aria-hidden="true">↵</kbd></button>
    <span class="hint" aria-live="polite">${view.hint}</span>
  </div>`}`;
}

/** What the page shows apart from the work: choices made, filter, zoom, open panels; and what each key does. */
function useView(project, work) {
  const [chosen, setChosen] = useState([]);
  const [words, setWords] = useState("");
  const [zoom, setZoom] = useState(1);
  const [dialog, setDialog] = useState(null);
  const [hint, setHint] = useState("");
  const [flash, setFlash] = useState(null);
  const [whyOpen, setWhyOpen] = useState(preference("why") === "open");
  const [guessBefore, setGuessBefore] = useState(project.guess !== "never" && preference("guess", project.guess) === "before");
  const [asking, setAsking] = useState(null);
  const { item } = work;
  const classes = keyed(offered(project, item));
  const filter = needsFilter(classes);
  const keys = actionKeys(classes);
  const tree = useClassTree(project, item, words);
  const shown = item && `${item.item}/${work.state.changing ? "change" : ""}/${item.before ?? ""}`;

  // Before the next keystroke, not after the next paint: a fast typist is quicker than a frame.
  useLayoutEffect(() => {
    setChosen(project.multi && item?.before ? classesOf(item.before) : []);
    setAsking(null);
    tree.enter(null);
    setWords("");
    setZoom(1);
    setHint("");
  }, [shown]);

  const choose = (id) => {
    if (!item) return;
    setHint("");
    setWords("");
    if (project.multi) return setChosen((now) => (now.includes(id) ? now.filter((one) => one !== id) : [...now, id]));
    setFlash(id);
    setTimeout(() => setFlash(null), FLASH);
    submit([id]);
  };

  /** Labels the item, once the questions of the classes are answered. */
  const submit = (ids) => {
    const questions = questionsOf(project, ids);
    const begun = { classes: ids, questions, answers: answersOf(item.before ?? []), at: -1 };
    const at = nextQuestion(begun);
    if (at < 0) return work.label(ids);
    setHint("");
    setAsking({ ...begun, at });
  };

  const goOn = (now) => {
    const at = nextQuestion(now, now.at);
    setHint("");
    if (at >= 0) return setAsking({ ...now, at });
    const answers = given(now);
    return work.label(Object.keys(answers).length ? { classes: now.classes, attributes: answers } : now.classes);
  };

  const answer = (said) => {
    const now = answeredWith(asking, said);
    setHint("");
    // One choice is the whole answer; a field or several choices wait for Enter.
    if (asking.questions[asking.at].kind === "one") goOn(now);
    else setAsking(now);
  };

  const next = () => {
    const question = asking.questions[asking.at];
    if (!question.required || filled(asking.answers[question.id])) return goOn(asking);
    setHint(t("questions.required"));
    return announce(t("questions.required"));
  };

  const back = () => {
    setHint("");
    setAsking(earlierQuestion(asking));
  };

  const nothingChosen = () => {
    setHint(t("label.none.hint", { key: printed(keys.none) }));
    announce(t("label.none.hint", { key: printed(keys.none) }));
  };

  useEffect(() => {
    if (item && isTourNew()) setDialog("tour");
  }, [Boolean(item)]);

  const inOrder = () => project.classes.map((one) => one.id).filter((id) => chosen.includes(id));
  const acts = {
    undo: () => work.undo(),
    skip: () => work.skip(),
    flag: () => work.flag(),
    comment: () => item && setDialog("comment"),
    guidelines: () => setDialog("guidelines"),
    help: () => setDialog("help"),
    why: () => {
      setPreference("why", whyOpen ? "closed" : "open");
      setWhyOpen(!whyOpen);
    },
    zoom: () => item?.content.kind === "image" && setZoom(ZOOMS[(ZOOMS.indexOf(zoom) + 1) % ZOOMS.length]),
    none: () => project.multi && work.label([]),
    submit: () => project.multi && item && (chosen.length ? submit(inOrder()) : nothingChosen()),
  };

  return {
    chosen, words, setWords, zoom, dialog, hint, flash, whyOpen, guessBefore, filter, keys, choose, project, classes, tree, asking, answer, next, back,
    work,
    showTour: () => setDialog("tour"),
    showTest: () => setDialog("test"),
    act: (action) => acts[action](),
    close: () => setDialog(null),
    keep: () => work.state.changing && work.keep(),
    setGuessBefore: (before) => {
      setPreference("guess", before ? "before" : "after");
      setGuessBefore(before);
    },
  };
}
