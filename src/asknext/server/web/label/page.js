import { html, render, useEffect, useLayoutEffect, useRef, useState } from "../vendor/htm-preact.js";
import { connection } from "../client/api.js";
import { announce } from "../client/announce.js";
import { actionKeys, actionOf, filterKeys, needsFilter, pressed, printed, writing } from "../client/keymap.js";
import { t } from "../client/messages.js";
import { preference, setPreference } from "../client/preferences.js";
import { useStore } from "../client/store.js";
import { Choices, FilteredChoices, filtered } from "../parts/choices.js";
import { Comments, CommentDialog } from "../parts/comment-dialog.js";
import { Content } from "../parts/content.js";
import { NetworkBar } from "../parts/network-bar.js";
import { Shell } from "../parts/shell.js";
import { Actions } from "./actions.js";
import { Empty } from "./empty.js";
import { Guidelines } from "./guidelines.js";
import { Help } from "./help.js";
import { HistoryStrip } from "./history-strip.js";
import { Progress } from "./progress.js";
import { Why } from "./why.js";
import { Work } from "./work.js";

const ZOOMS = [1, 2, 4];
const FLASH = 180;

export function mount(root, project) {
  const work = new Work(project);
  work.start();
  render(html`<${LabelPage} project=${project} work=${work} />`, root);
}

function LabelPage({ project, work }) {
  const state = useStore(work);
  const view = useView(project, work);
  useKeys(view);
  const bar = html`<${NetworkBar} outbox=${work.outbox} />`;
  return html`<${Shell} page="label" project=${project} bar=${bar}>
    <div class="bench ${view.whyOpen ? "with-why" : ""}">
      <${Progress} added=${state.added} speed=${state.speed} left=${state.left} />
      <${Stage} project=${project} work=${work} view=${view} state=${state} />
      ${view.whyOpen && html`<${Why} project=${project} item=${work.item} last=${state.history[0]} before=${view.guessBefore} canShow=${project.guess !== "never"} onBefore=${view.setGuessBefore} />`}
      <${HistoryStrip} project=${project} history=${state.history} onChange=${(entry) => work.change(entry)} showGuess=${project.guess !== "never"} />
    </div>
    ${view.dialog === "help" && html`<${Help} project=${project} keys=${view.keys} filter=${view.filter} onClose=${view.close} />`}
    ${view.dialog === "guidelines" && html`<${Guidelines} project=${project} onClose=${view.close} />`}
    ${view.dialog === "comment" && html`<${CommentDialog} comments=${work.item?.comments} onSave=${(text) => work.comment(text)} onClose=${view.close} />`}
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
    <${Comments} comments=${item.comments} />
  </article>`;
}

function Answers({ project, view, item }) {
  const rest = { multi: project.multi, chosen: view.chosen, before: item?.before, flash: view.flash, onChoose: view.choose, disabled: !item };
  return html`${view.filter
    ? html`<${FilteredChoices} ...${rest} classes=${project.classes} words=${view.words} onWords=${view.setWords} focusOn=${item?.item} />`
    : html`<${Choices} ...${rest} classes=${project.classes} />`}
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
  const filter = needsFilter(project.classes);
  const keys = actionKeys(project.classes);
  const { item } = work;
  const shown = item && `${item.item}/${work.state.changing ? "change" : ""}/${item.before ?? ""}`;

  // Before the next keystroke, not after the next paint: a fast typist is quicker than a frame.
  useLayoutEffect(() => {
    setChosen(project.multi && item?.before ? item.before : []);
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
    work.label([id]);
  };

  const nothingChosen = () => {
    setHint(t("label.none.hint", { key: printed(keys.none) }));
    announce(t("label.none.hint", { key: printed(keys.none) }));
  };

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
    submit: () => project.multi && item && (chosen.length ? work.label(inOrder()) : nothingChosen()),
  };

  return {
    chosen, words, setWords, zoom, dialog, hint, flash, whyOpen, guessBefore, filter, keys, choose, project,
    act: (action) => acts[action](),
    close: () => setDialog(null),
    keep: () => work.state.changing && work.keep(),
    setGuessBefore: (before) => {
      setPreference("guess", before ? "before" : "after");
      setGuessBefore(before);
    },
  };
}

function useKeys(view) {
  const latest = useRef(view);
  latest.current = view;
  useEffect(() => {
    const listen = (event) => onKey(event, latest.current);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

function onKey(event, view) {
  const inFilter = event.target.hasAttribute?.("data-filter");
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  if (writing(event) && !inFilter) return;
  const act = view.filter ? filterKey(event, view, inFilter) : plainKey(event, view);
  if (!act) return;
  event.preventDefault();
  if (!event.repeat) act();
}

function common(event, view) {
  if (event.key === "Escape") return () => (view.words ? view.setWords("") : view.keep());
  if (view.zoom > 1 && event.key in PAN) return () => pan(PAN[event.key]);
  // Enter on a button that has the focus presses that button; only on a class it means submit.
  if (event.key === "Enter" && event.target.closest?.("button, a, summary") && !event.target.dataset.choice) return null;
  const action = actionOf(event, view.keys);
  if (!action || (action === "submit" && !view.project.multi)) return null;
  return () => view.act(action);
}

function plainKey(event, view) {
  const key = pressed(event);
  const found = event.shiftKey ? null : view.project.classes.find((one) => one.key === key);
  return found ? () => view.choose(found.id) : common(event, view);
}

function filterKey(event, view, inFilter) {
  const key = pressed(event);
  const found = filterKeys(filtered(view.project.classes, view.words));
  const top = event.shiftKey ? null : found.find((one) => one.key === key);
  if (top) return () => view.choose(top.id);
  if (event.key === "Enter" && view.words && found.length) return () => view.choose(found[0].id);
  if (event.key === "Backspace" && view.words) return inFilter ? null : () => view.setWords(view.words.slice(0, -1));
  if (!inFilter && !event.shiftKey && /^[\p{L}]$/u.test(event.key)) document.querySelector("[data-filter]")?.focus();
  return common(event, view);
}

const PAN = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function pan([across, down]) {
  const frame = document.querySelector("[data-pan]");
  frame?.scrollBy({ left: across * frame.clientWidth * 0.25, top: down * frame.clientHeight * 0.25 });
}
