import { html, useEffect, useRef, useState } from "../vendor/htm-preact.js";
import { get } from "../client/api.js";
import { t } from "../client/messages.js";
import { toast } from "../client/toast.js";
import { eventsFor, send, takeBack } from "./acts.js";
import { Bulk } from "./bulk.js";
import { useKeys } from "./keys.js";
import { List } from "./list.js";
import { One } from "./one.js";
import { SendBack } from "./send-back.js";

const PAGE = 50;

/** The list of a subject with the item at hand beside it, and what can be done about one or many. */
export function Acting({ project, section, made }) {
  const list = useList(section.name, made);
  const [at, setAt] = useState(0);
  const [chosen, setChosen] = useState(new Set());
  const [asking, setAsking] = useState(null);
  const [done, setDone] = useState([]);
  const place = Math.min(at, Math.max(list.items.length - 1, 0));
  const one = list.items[place];
  const selected = list.items.filter((each) => chosen.has(key(each)));

  const act = async (name, rows, value) => {
    setAsking(null);
    const events = rows.flatMap((row) => eventsFor(project, name, row, value ?? row.suggested));
    try {
      const sent = await send(events);
      const failed = new Set(sent.refused.map(({ event }) => event.item));
      const through = rows.filter((row) => !failed.has(row.item));
      const dropped = list.drop(through);
      setChosen(new Set());
      if (through.length) setDone([...done, { rows: dropped, count: through.length, events: sent.events.filter((event) => !failed.has(event.item)) }]);
      if (failed.size) toast(t("quality.refused", { count: failed.size, message: sent.refused[0].message }), { bad: true });
      else toast(t(`quality.did.${name}`, { count: through.length }));
    } catch (error) {
      toast(error.message, { bad: true });
    }
  };
  const undo = async () => {
    const last = done[done.length - 1];
    if (!last) return;
    try {
      const { refused } = await takeBack(last.events);
      list.put(last.rows);
      setDone(done.slice(0, -1));
      toast(refused.length ? refused[0].message : t("quality.undone", { count: last.count }), { bad: refused.length > 0 });
    } catch (error) {
      toast(error.message, { bad: true });
    }
  };
  const toggle = (row) => setChosen((now) => new Set(now.has(key(row)) ? [...now].filter((each) => each !== key(row)) : [...now, key(row)]));
  const move = (step) => setAt(Math.min(Math.max(place + step, 0), list.items.length - 1));
  const ask = (name, rows) => rows.length && setAsking({ name, rows });
  useKeys(project, { one, move, undo, toggle, act, ask, clear: () => setChosen(new Set()) });

  return html`<div class="card acting">
    <${Bulk} project=${project} items=${list.items} selected=${selected} asking=${asking} onAsk=${ask} onAct=${act} onCancel=${() => setAsking(null)}
      onAll=${() => setChosen(new Set(selected.length === list.items.length ? [] : list.items.map(key)))} done=${done.length} onUndo=${undo} />
    ${asking?.name === "back" && html`<${SendBack} project=${project} rows=${asking.rows} onAct=${act} onCancel=${() => setAsking(null)} />`}
    <div class="acting-body">
      <${List} project=${project} items=${list.items} place=${place} chosen=${chosen} keyOf=${key} onChoose=${setAt} onToggle=${toggle} more=${list.more} busy=${list.busy} />
      ${one && html`<${One} key=${key(one)} project=${project} one=${one} onAct=${(name, value) => act(name, [one], value)} onBack=${() => ask("back", [one])} />`}
    </div>
  </div>`;
}

const key = (one) => `${one.item}/${one.beside?.item ?? ""}`;

function useList(subject, made) {
  const [state, setState] = useState({ items: [], next: 0, busy: true });
  const held = useRef(null);
  const load = async (start, before) => {
    setState((last) => ({ ...last, busy: true }));
    try {
      const found = await get(`/quality/${subject}?start=${start}&limit=${PAGE}`);
      if (held.current === made) setState({ items: [...before, ...found.items], next: found.next, busy: false });
    } catch (error) {
      toast(error.message, { bad: true });
      setState((last) => ({ ...last, busy: false }));
    }
  };
  useEffect(() => {
    held.current = made;
    load(0, []);
  }, [made]);
  const gone = (rows) => new Set(rows.map(key));
  return {
    items: state.items,
    busy: state.busy,
    more: state.next === null ? null : () => load(state.next, state.items),
    drop: (rows) => {
      const acted = new Set(rows.map((one) => one.item));
      const about = (one) => acted.has(one.item) || acted.has(one.beside?.item);
      setState((last) => ({ ...last, items: last.items.filter((one) => !about(one)) }));
      return state.items.filter(about);
    },
    put: (rows) => setState((last) => ({ ...last, items: [...rows, ...last.items.filter((one) => !gone(rows).has(key(one)))] })),
  };
}
