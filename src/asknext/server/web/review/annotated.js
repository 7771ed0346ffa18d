import { html, useLayoutEffect, useState } from "../vendor/htm-preact.js";
import { useKeydown } from "../client/keydown.js";
import { actionKeys, actionOf, pressed, printed } from "../client/keymap.js";
import { moment, t } from "../client/messages.js";
import { labelText } from "../client/project.js";
import { Compare } from "../annotate/compare.js";
import { Drafts } from "../annotate/drafts.js";
import { EditorPanel, EditorStage } from "../annotate/editor.js";
import { onEditorKey } from "../annotate/keys.js";
import { Swatch } from "../annotate/swatch.js";
import { useEditor } from "../annotate/use-editor.js";
import { Guidelines } from "../label/guidelines.js";
import { lookOfPerson } from "../surfaces/look.js";
import { GoldDialog, RejectDialog } from "./dialogs.js";
import { Subject } from "./subject.js";

const KEYS = { accept: "Enter", correct: "c", reject: "r", views: "o", later: "s", undo: "Backspace", gold: "y", guidelines: "g" };

/** The work of a reviewer on answers that are annotations: look, accept, send back, correct, decide between several. */
export function AnnotatedJudging({ project, bench, kind, nothing }) {
  const view = useView(project, bench, kind);
  const { editor, item } = view;
  useKeydown(hear, view);
  if (!item) return nothing;
  return html`<div class="judging annotated ${view.correcting ? "correcting" : ""}">
      <${Subject} item=${item}>${view.compares ? html`<${Compare} editor=${editor} votes=${item.votes} together=${view.together} />` : html`<${EditorStage} editor=${editor} />`}<//>
      <div class="judging-side">
        ${!view.correcting && html`<${Answers} view=${view} project=${project} />`}
        ${!view.compares && html`<${EditorPanel} editor=${editor} />`}
      </div>
    </div>
    <section class="answer" aria-label=${t("review.decision")}>
      <p class="quiet small" role="status">${editor.hint || t(hintOf(view))}</p>
      <div class="row acts" role="group" aria-label=${t("label.actions")}>${view.shown.map((act) => html`<button type="button" key=${act} data-action=${act} class="button ${act === "accept" ? "primary" : ""}" onClick=${(event) => (event.detail > 0 && event.currentTarget.blur(), view.act(act))}>${view.textOf(act)} <kbd aria-hidden="true">${act === "back" ? "Esc" : printed(view.keys[act])}</kbd></button>`)}</div>
    </section>
    ${view.dialog === "reject" && html`<${RejectDialog} item=${item} onSend=${view.reject} onClose=${view.close} />`}
    ${view.dialog === "gold" && html`<${GoldDialog} project=${project} value=${view.base} onSend=${view.gold} onClose=${view.close} />`}
    ${view.dialog === "guidelines" && html`<${Guidelines} project=${project} onClose=${view.close} />`}`;
}

function hintOf({ correcting, item, vote }) {
  if (correcting) return "review.hint.correcting";
  if (item.proposed) return "review.hint.annotated";
  return vote ? "review.hint.taken" : "review.hint.differ";
}

/** Everybody's answer; a number or a click looks at one alone. */
function Answers({ view, project }) {
  const { item } = view;
  return html`<aside class="card evidence" aria-label=${t("review.evidence")}>
    <h2>${t("review.votes", { count: item.votes.length })}</h2>
    <div class="answers" role="group" aria-label=${t("review.evidence")}>${item.votes.map((vote, place) => item.votes.length === 1 ? html`<div class="only-answer"><${Vote} project=${project} vote=${vote} /></div>` : html`<button type="button" key=${vote.annotator} class="choice answer-of" aria-pressed=${String(view.vote === vote)} onClick=${() => view.look(place)}>
      <${Swatch} look=${lookOfPerson(vote.annotator, place)} />
      <span class="choice-name"><${Vote} project=${project} vote=${vote} /></span>
      ${place < 9 && html`<kbd aria-hidden="true">${place + 1}</kbd>`}</button>`)}</div>
  </aside>`;
}

function Vote({ project, vote }) {
  return html`<strong dir="auto">${vote.annotator}</strong>${vote.kind !== "human" && html` <small class="pill">${t(`review.kind.${vote.kind}`)}</small>`}<br />
    <small>${labelText(project, vote.value, t("annotate.nothing"))}</small><br /><small class="quiet">${moment(vote.at)}${vote.seconds ? ` · ${t("review.seconds", { seconds: Math.max(1, Math.round(vote.seconds)) })}` : ""}</small>`;
}

function useView(project, bench, kind) {
  const { item } = bench;
  const [correcting, setCorrecting] = useState(false);
  const [chosen, setChosen] = useState(null);
  const [over, setOver] = useState(false);
  const [together, setTogether] = useState(false);
  const [dialog, setDialog] = useState(null);
  const [drafts] = useState(() => new Drafts(project, "review/"));
  useLayoutEffect(() => {
    setCorrecting(false);
    setChosen(null);
    setOver(false);
    setDialog(null);
  }, [`${kind}/${item?.item}`]);
  const votes = item?.votes ?? [];
  const vote = votes[chosen] ?? null;
  const base = vote?.value ?? item?.proposed?.value ?? { annotations: [] };
  const decide = (value) => {
    if (!item.proposed) return bench.judge("adjudicate", { value });
    if (JSON.stringify(value) === JSON.stringify(item.proposed.value)) return bench.judge("accept", { seen: item.proposed.value });
    return bench.judge("correct", { value });
  };
  const editor = useEditor({ project, item, shown: `${kind}/${item?.item}/${chosen}/${correcting}`, value: base, readOnly: !correcting, drafts: correcting ? drafts : null, onSubmit: decide });
  const compares = !correcting && votes.length > 1 && (over || (!item?.proposed && !vote));
  const accept = () => {
    if (correcting) return editor.submit();
    if (vote) return decide(vote.value);
    return item.proposed && bench.judge("accept", { seen: item.proposed.value });
  };
  const views = () => {
    if (compares) return setTogether(!together);
    setChosen(null);
    return setOver(true);
  };
  const acts = {
    accept, views,
    correct: () => setCorrecting(true),
    back: () => setCorrecting(false),
    reject: () => setDialog("reject"),
    gold: () => setDialog("gold"),
    later: () => bench.later(),
    undo: () => bench.undo(),
    guidelines: () => setDialog("guidelines"),
  };
  const able = {
    accept: item?.proposed || vote || correcting, correct: !correcting, back: correcting, reject: item?.proposed && !correcting, views: votes.length > 1 && !correcting,
    later: !correcting, undo: !correcting, gold: item?.proposed && !correcting, guidelines: true,
  };
  const { [correcting ? "correct" : "back"]: _, ...order } = { accept: 0, correct: 0, back: 0, reject: 0, views: 0, later: 0, undo: 0, gold: 0, guidelines: 0 };
  return {
    item, editor, correcting, compares, together, vote, base, dialog,
    keys: actionKeys([], KEYS),
    shown: Object.keys(order).filter((act) => able[act]),
    can: (act) => Boolean(item ? able[act] : act === "undo"),
    act: (act) => acts[act](),
    textOf: (act) => t(act === "accept" ? (correcting ? "review.correct" : vote && !same(vote.value, item.proposed?.value) ? "review.take" : "review.accept") : act === "views" ? (compares ? (together ? "review.apart" : "review.together") : "review.compare") : act === "correct" ? (vote || item?.proposed ? "review.correct.open" : "review.own") : `review.${act}`),
    look: (place) => {
      if (!votes[place]) return false;
      setOver(false);
      return setChosen(chosen === place ? null : place);
    },
    close: () => setDialog(null),
    reject: (reason, to) => bench.judge("reject", { reason, value: to, seen: item.proposed.value }),
    gold: (value, reason) => {
      bench.mark("gold", { value, reason: reason || undefined });
      setDialog(null);
    },
  };
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function hear(event, view) {
  onEditorKey(event, view.item ? { ...view.editor, every: view.compares } : null, (heard) => pageKey(heard, view));
}

function pageKey(event, view) {
  const key = pressed(event);
  if (event.key === "Escape") return view.correcting ? () => view.act("back") : view.vote ? () => view.look(view.item.votes.indexOf(view.vote)) : null;
  if (!view.correcting && !event.shiftKey && /^[1-9]$/.test(key) && view.item?.votes.length > 1 && view.item.votes[Number(key) - 1]) return () => view.look(Number(key) - 1);
  const action = actionOf(event, view.keys);
  return action && view.can(action) && (action !== "correct" || !view.correcting) ? () => view.act(action) : null;
}
