import { html, render, useEffect, useRef, useState } from "../vendor/htm-preact.js";
import { isAnnotated } from "../client/annotated.js";
import { Away, get, pageUrl, query } from "../client/api.js";
import { useKeydown } from "../client/keydown.js";
import { filterKeys, needsFilter, pressed, writing } from "../client/keymap.js";
import { t } from "../client/messages.js";
import { Outbox } from "../client/outbox.js";
import { labelText, projectKey } from "../client/project.js";
import { person, session } from "../client/session.js";
import { toast } from "../client/toast.js";
import { uid } from "../client/uid.js";
import { filtered } from "../parts/choices.js";
import { NetworkBar } from "../parts/network-bar.js";
import { Shell } from "../parts/shell.js";
import { Bulk } from "./bulk.js";
import { Detail } from "./detail.js";
import { Filters, NO_FILTER } from "./filters.js";
import { List } from "./list.js";

const PAGE = 50;
const TYPING = 250;

export function mount(root, project) {
  const outbox = new Outbox({ project: projectKey(project), session, onRefused: (_, message) => toast(t("network.refused", { message }), { bad: true }) });
  const bar = html`<${NetworkBar} outbox=${outbox} />`;
  render(html`<${Shell} page="items" project=${project} bar=${bar}><${Items} project=${project} outbox=${outbox} /><//>`, root);
}

/** The filter is kept in the address, so that a list can be sent to a colleague. */
function filterOfAddress() {
  const given = new URLSearchParams(location.search);
  return Object.fromEntries(Object.entries(NO_FILTER).map(([name, otherwise]) => [name, given.get(name) ?? otherwise]));
}

function addressOf(filter) {
  const changed = Object.fromEntries(Object.entries(filter).filter(([name, value]) => value !== NO_FILTER[name]));
  return `${pageUrl("items")}${query(changed)}`;
}

function useList() {
  const [filter, setFilter] = useState(filterOfAddress);
  const [starts, setStarts] = useState([null]);
  const [found, setFound] = useState(null);
  const [round, setRound] = useState(0);
  const start = starts[starts.length - 1];
  const ask = async () => {
    const { class: which, ...rest } = filter;
    return get(`/items${query({ ...rest, class: which, after: start, limit: PAGE })}`);
  };
  useEffect(() => {
    let over = false;
    history.replaceState(null, "", addressOf(filter));
    const timer = setTimeout(() => ask().then((answer) => !over && setFound(answer)).catch((error) => !over && toast(error instanceof Away ? t("network.away") : error.message, { bad: true })), TYPING);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [JSON.stringify(filter), start, round]);
  return {
    filter, found,
    again: () => setRound((last) => last + 1),
    items: found?.items ?? [],
    setFilter: (next) => {
      setStarts([null]);
      setFilter(next);
    },
    next: found?.next === null || found?.next === undefined ? null : () => setStarts([...starts, found.next]),
    previous: starts.length > 1 ? () => setStarts(starts.slice(0, -1)) : null,
    patch: (item) => setFound((last) => ({ ...last, items: last.items.map((one) => (one.item === item.item ? { ...one, ...item, comments: item.comments?.length ?? one.comments, guess: item.why?.guess ?? one.guess } : one)) })),
  };
}

function useDetail(project, outbox, list) {
  const [which, setWhich] = useState(null);
  const [item, setItem] = useState(null);
  const [chosen, setChosen] = useState([]);
  const show = (answer) => {
    setItem(answer);
    setChosen(answer.label ?? []);
    list.patch(answer);
  };
  useEffect(() => {
    let over = false;
    setItem(null);
    if (which !== null) get(`/items/${which}`).then((answer) => !over && show(answer)).catch((error) => toast(error instanceof Away ? t("network.away") : error.message, { bad: true }));
    return () => {
      over = true;
    };
  }, [which]);

  const send = async (kind, value = null) => {
    const event = { uid: uid(), kind, item: item.item, value, seconds: null, stream: "list", at: Date.now() / 1000 };
    await outbox.add(person.state.annotator, event, item.id);
    if (await outbox.flush()) show(await get(`/items/${item.item}`));
  };
  const label = (value) => {
    setChosen(value);
    toast(t("items.changed", { id: item.id, label: labelText(project, value, t("items.none")) }));
    return send("label", value);
  };
  return { which, item, chosen, setWhich, setChosen, send, label };
}

function Items({ project, outbox }) {
  const list = useList();
  const detail = useDetail(project, outbox, list);
  const [words, setWords] = useState("");
  const [corrected, setCorrected] = useState(null);
  const commentField = useRef(null);
  const filter = needsFilter(project.classes);
  const { item, chosen } = detail;

  const choose = (id) => {
    setWords("");
    if (!item) return;
    if (project.multi) detail.setChosen((now) => (now.includes(id) ? now.filter((one) => one !== id) : [...now, id]));
    else detail.label([id]);
  };
  const act = (kind, value) => {
    if (!item) return undefined;
    if (kind === "label") return detail.label(value);
    if (kind === "none") return detail.label([]);
    if (kind === "submit") return detail.label(project.classes.map((one) => one.id).filter((id) => chosen.includes(id)));
    if (kind === "flag") return detail.send(item.flagged ? "unflag" : "flag");
    if (kind === "requeue") toast(t("items.requeued"));
    return detail.send(kind, value ?? null);
  };
  const move = (step) => {
    const place = list.items.findIndex((one) => one.item === detail.which);
    const next = list.items[Math.min(Math.max(place + step, 0), list.items.length - 1)];
    if (next) detail.setWhich(next.item);
  };
  const correcting = corrected !== null && corrected === detail.which;
  const setCorrecting = (on) => setCorrected(on ? detail.which : null);
  useKeydown(onKey, { project, correcting, correct: () => setCorrecting(true), filter, words, choose, act, move, open: Boolean(item), comment: () => commentField.current?.focus(), close: () => detail.setWhich(null) });

  return html`<div class="browse">
    <header class="browse-head"><h1>${t("items.title")}</h1><p class="quiet" aria-live="polite">${list.found?.total === null || list.found?.total === undefined ? "" : t("items.total", { count: list.found.total })}</p>
      <p class="quiet keys-hint">${t(isAnnotated(project) ? "items.keys.annotated" : "items.keys", { requeue: "R", flag: "F" })}</p></header>
    <${Filters} project=${project} filter=${list.filter} onFilter=${list.setFilter} />
    ${(!project.identity || project.identity.verbs.includes("fix_labels")) && html`<${Bulk} filter=${list.filter} total=${list.found?.total ?? 0} onDone=${list.again} />`}
    <div class="browse-body ${detail.which === null ? "" : "open"} ${correcting ? "correcting" : ""}">
      <div class="browse-list">
        ${list.found && !list.items.length ? html`<div class="empty"><p>${t("items.empty")}</p><p class="quiet">${t("items.empty.hint")}</p></div>` : html`<${List} project=${project} items=${list.items} chosen=${detail.which} onChoose=${detail.setWhich} />`}
        <nav class="row between paging" aria-label=${t("items.list")}>
          <button class="button" type="button" disabled=${!list.previous} onClick=${() => list.previous()}>${t("items.previous")}</button>
          <button class="button" type="button" disabled=${!list.next} onClick=${() => list.next()}>${t("items.next")}</button>
        </nav>
      </div>
      <div class="browse-detail">
        ${detail.which !== null && html`<button type="button" class="button small detail-close" onClick=${() => detail.setWhich(null)}>✕ ${t("app.close")}</button>`}
        ${item ? html`<${Detail} key=${item.item} project=${project} item=${item} filter=${filter} words=${words} onWords=${setWords} chosen=${chosen} onChoose=${choose} onAct=${act} commentField=${commentField} correcting=${correcting} onCorrecting=${setCorrecting} />` : html`<div class="empty"><p class="quiet">${t("items.pick")}</p></div>`}
      </div>
    </div>
  </div>`;
}

const MOVES = { ArrowDown: 1, ArrowUp: -1 };

function onKey(event, page) {
  if (page.correcting) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  if (writing(event) && !event.target.hasAttribute("data-filter")) return;
  const work = keyed(event, page);
  if (!work) return;
  event.preventDefault();
  work();
}

function keyed(event, page) {
  if (event.key in MOVES) return () => page.move(MOVES[event.key]);
  if (!page.open) return null;
  if (event.key === "Escape") return page.close;
  const key = pressed(event);
  if (isAnnotated(page.project)) return { e: page.correct, r: () => page.act("requeue"), f: () => page.act("flag"), c: page.comment }[event.shiftKey ? "" : key] ?? null;
  const classes = page.filter ? filterKeys(filtered(page.project.classes, page.words)) : page.project.classes;
  const found = event.shiftKey ? null : classes.find((one) => one.key === key);
  if (found) return () => page.choose(found.id);
  if (page.filter) return event.key === "Enter" && page.words && classes.length ? () => page.choose(classes[0].id) : null;
  if (event.key === "Enter" && page.project.multi && !event.target.closest("button:not([data-choice], [aria-current]), a, summary")) return () => page.act("submit");
  return { r: () => page.act("requeue"), f: () => page.act("flag"), c: page.comment }[key] ?? null;
}
