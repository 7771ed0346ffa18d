import { html, render, useLayoutEffect, useState } from "../vendor/htm-preact.js";
import { isAnnotated } from "../client/annotated.js";
import { useKeydown } from "../client/keydown.js";
import { actionKeys, keyed, needsFilter, pressed, printed, writing, actionOf, filterKeys } from "../client/keymap.js";
import { t } from "../client/messages.js";
import { classesOf } from "../client/project.js";
import { useStore } from "../client/store.js";
import { Choices, FilteredChoices, filtered } from "../parts/choices.js";
import { NetworkBar } from "../parts/network-bar.js";
import { Shell } from "../parts/shell.js";
import { Guidelines } from "../label/guidelines.js";
import { AnnotatedJudging } from "./annotated.js";
import { Bench } from "./bench.js";
import { Evidence } from "./evidence.js";
import { GoldDialog, RejectDialog } from "./dialogs.js";
import { Questions } from "./questions.js";
import { Subject } from "./subject.js";

const KINDS = ["review", "adjudicate", "questions"];
const KEYS = { accept: "Enter", reject: "r", later: "s", undo: "Backspace", gold: "y", guidelines: "g" };

export function mount(root, project) {
  const asked = new URLSearchParams(location.search).get("kind");
  const bench = new Bench(project, KINDS.includes(asked) ? asked : "review");
  bench.start();
  render(html`<${ReviewPage} project=${project} bench=${bench} />`, root);
}

function ReviewPage({ project, bench }) {
  const state = useStore(bench);
  const [kind, setKind] = useState(bench.kind);
  const turn = (event, next) => {
    event.preventDefault();
    history.replaceState(null, "", `?kind=${next}`);
    setKind(next);
    bench.turnTo(next);
  };
  return html`<${Shell} page="review" project=${project} bar=${html`<${NetworkBar} outbox=${bench.outbox} />`}>
    <div class="review">
      <h1 class="unseen">${t("review.title")}</h1>
      <nav class="tabs" aria-label=${t("review.title")}>
        ${KINDS.map((one) => html`<a href="?kind=${one}" aria-current=${one === kind ? "page" : undefined} onClick=${(event) => turn(event, one)}>${t(`review.${one}`)} ${state.counts && html`<span class="pill">${state.counts[one]}</span>`}</a>`)}
        ${state.counts?.rejected > 0 && html`<span class="tabs-end quiet small">${t("review.rejected", { count: state.counts.rejected })}</span>`}
      </nav>
      ${kind === "questions" ? html`<${Questions} project=${project} onChange=${() => bench.count()} />` : isAnnotated(project) ? html`<${AnnotatedJudging} project=${project} bench=${bench} kind=${kind} nothing=${html`<${Nothing} state=${state} kind=${kind} bench=${bench} />`} />` : html`<${Judging} project=${project} bench=${bench} state=${state} kind=${kind} />`}
    </div>
  <//>`;
}

function Judging({ project, bench, state, kind }) {
  const view = useView(project, bench, state, kind);
  useKeydown(onKey, view);
  const { item } = bench;
  if (!item) return html`<${Nothing} state=${state} kind=${kind} bench=${bench} />`;
  return html`<div class="judging">
      <${Subject} item=${item} />
      <${Evidence} project=${project} item=${item} />
    </div>
    <section class="answer" aria-label=${t("review.decision")}>
      <p class="quiet small">${t(item.proposed ? "review.hint" : "review.hint.disputed")}</p>
      ${view.filter
        ? html`<${FilteredChoices} ...${view.choices} classes=${view.classes} words=${view.words} onWords=${view.setWords} focusOn=${null} />`
        : html`<${Choices} ...${view.choices} classes=${view.classes} />`}
      <${Acts} view=${view} item=${item} />
    </section>
    ${view.dialog === "reject" && html`<${RejectDialog} item=${item} onSend=${view.reject} onClose=${view.close} />`}
    ${view.dialog === "gold" && html`<${GoldDialog} project=${project} value=${view.value} onSend=${view.gold} onClose=${view.close} />`}
    ${view.dialog === "guidelines" && html`<${Guidelines} project=${project} onClose=${view.close} />`}`;
}

function Nothing({ state, kind, bench }) {
  if (!state.loaded) return html`<section class="empty card"><p class="quiet">${t("label.empty.loading")}</p></section>`;
  return html`<section class="empty card">
    <h2>${t(`review.empty.${kind}`)}</h2>
    <p>${state.waiting ?? t(`review.empty.${kind}.text`)}</p>
    ${state.done.length > 0 && html`<p><button type="button" class="button" onClick=${() => bench.undo()}>${t("label.undo")} <kbd aria-hidden="true">⌫</kbd></button></p>`}
  </section>`;
}

function Acts({ view, item }) {
  const shown = Object.keys(KEYS).filter((act) => (act === "accept" ? item.proposed || view.chosen.length : !["reject", "gold"].includes(act) || item.proposed));
  return html`<div class="row acts" role="group" aria-label=${t("label.actions")}>
    ${shown.map((act) => html`<button type="button" key=${act} data-action=${act} class="button ${act === "accept" ? "primary" : ""}" onClick=${() => view.act(act)}>${t(`review.${act === "accept" && view.changed ? "correct" : act}`)} <kbd aria-hidden="true">${printed(view.keys[act])}</kbd></button>`)}
  </div>`;
}

const same = (some, others) => some.length === others.length && some.every((id) => others.includes(id));

/** What the page shows apart from the work, and what each button and key does. */
function useView(project, bench, state, kind) {
  const { item } = bench;
  const proposed = item?.proposed ? classesOf(item.proposed.value) : [];
  const [chosen, setChosen] = useState([]);
  const [words, setWords] = useState("");
  const [dialog, setDialog] = useState(null);
  const shown = `${kind}/${item?.item}`;
  useLayoutEffect(() => {
    setChosen(project.multi ? proposed : []);
    setWords("");
    setDialog(null);
  }, [shown]);

  const classes = keyed(project.classes);
  const filter = needsFilter(classes);
  const changed = chosen.length > 0 && !same(chosen, proposed);
  const inOrder = project.classes.map((one) => one.id).filter((id) => chosen.includes(id));
  const decide = (value) => {
    if (!item.proposed) return bench.judge("adjudicate", { value });
    return same(value, proposed) ? bench.judge("accept", { seen: item.proposed.value }) : bench.judge("correct", { value });
  };
  const choose = (id) => {
    if (!item) return;
    if (project.multi) setChosen((now) => (now.includes(id) ? now.filter((one) => one !== id) : [...now, id]));
    else decide([id]);
  };
  const accept = () => {
    if (project.multi && (changed || !item.proposed)) decide(inOrder);
    else if (item.proposed) bench.judge("accept", { seen: item.proposed.value });
  };
  const acts = {
    accept, later: () => bench.later(), undo: () => bench.undo(), reject: () => item?.proposed && setDialog("reject"),
    gold: () => item?.proposed && setDialog("gold"), guidelines: () => setDialog("guidelines"),
  };
  return {
    chosen, changed, words, setWords, dialog, classes, filter, choose, item,
    value: inOrder.length ? inOrder : proposed,
    keys: actionKeys(classes, KEYS),
    choices: { multi: project.multi, chosen, before: [], onChoose: choose, disabled: !item },
    shownClasses: filter ? filterKeys(filtered(classes, words)) : classes,
    act: (name) => acts[name](),
    close: () => setDialog(null),
    reject: (reason, to) => bench.judge("reject", { reason, value: to, seen: item.proposed.value }),
    gold: (value, reason) => {
      bench.mark("gold", { value, reason: reason || undefined });
      setDialog(null);
    },
  };
}

function onKey(event, view) {
  const inFilter = event.target.hasAttribute?.("data-filter");
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  if (writing(event) && !inFilter) return;
  const act = keyOf(event, view, inFilter);
  if (!act) return;
  event.preventDefault();
  if (!event.repeat) act();
}

function keyOf(event, view, inFilter) {
  const key = pressed(event);
  const letter = key.length === 1 && !/\d/.test(key);
  if (inFilter && (letter || key === "Backspace")) return null;
  const found = event.shiftKey ? null : view.shownClasses.find((one) => one.key === key);
  if (found && view.item) return () => view.choose(found.id);
  if (key === "Enter" && event.target.closest?.("button, a, summary") && !event.target.dataset.choice) return null;
  const action = actionOf(event, view.keys);
  return action && (view.item || action === "undo" || action === "guidelines") ? () => view.act(action) : null;
}
