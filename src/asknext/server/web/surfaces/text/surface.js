import { html, useEffect, useMemo, useRef, useState } from "../../vendor/htm-preact.js";
import { t } from "../../client/messages.js";
import { preference, setPreference } from "../../client/preferences.js";
import { Arrows } from "./arrows.js";
import { Bar } from "./bar.js";
import { Blocks } from "./block.js";
import { alike, byBlock, marksAt, marksOf, resized } from "./marks.js";
import { readingOf } from "./reading.js";
import { useSelecting } from "./selecting.js";

export { describe } from "./describe.js";

const NONE = [];

/** Spans of a text, which may overlap, and relations between them. The text is only ever put into text nodes. */
export function Surface(props) {
  const content = useRef(null);
  const view = useView(props, content);
  const { reading, blocks, selecting, readOnly } = view;
  return html`<div class="text-surface">
    ${!readOnly && html`<${Bar} view=${view} />`}
    <div class="text-scroll">
      <div class="text-page ${view.relations.length ? "related" : ""}">
        <div ref=${content} class="text-content" role="group" aria-label=${t("text.surface")} tabindex="0" data-relating=${view.relating ? "" : undefined}
          onKeyDown=${selecting.onKeyDown} onPointerDown=${selecting.onPointerDown} onfocusin=${view.onFocus} onfocusout=${selecting.onBlur} onClick=${view.onClick}>
          <${Blocks} blocks=${reading.blocks} text=${reading.text} marks=${blocks} active=${props.active} look=${props.look} />
        </div>
        <${Arrows} content=${content} relations=${view.relations} active=${props.active} look=${props.look} drawn=${view.marks} onActive=${props.onActive} />
        ${selecting.caret && html`<span class="text-caret" style=${{ left: `${selecting.caret.left}px`, top: `${selecting.caret.top}px`, height: `${selecting.caret.height}px` }} />`}
      </div>
    </div>
  </div>`;
}

/** What the surface shows, and what each key and button does. */
function useView(props, content) {
  const { item, project, value, ghosts, active, hidden, pick, look, readOnly, api } = props;
  const reading = readingOf(item.content);
  const { text, words, offsets } = reading;
  const [whole, setWhole] = useState(preference("text.whole", "yes") === "yes");
  const [atOnce, setAtOnce] = useState(preference("text.once", "yes") === "yes");
  const [relating, setRelating] = useState(null);
  const marks = useMemo(() => marksOf(value, ghosts ?? NONE, hidden, offsets), [value, ghosts, hidden, reading]);
  const blocks = useMemo(() => byBlock(marks, reading.blocks), [marks]);
  const relations = useMemo(() => value.filter((one) => one.type === "relation" && ![one.id, one.source, one.target].some((id) => hidden?.has(id))), [value, hidden]);
  const mark = marks.find((each) => each.id === active && !each.ghost) ?? null;
  const twins = useMemo(() => (mark && !readOnly ? alike(text, mark, marks, whole ? words : null) : NONE), [mark, marks, whole]);
  const names = project.annotate?.relations ?? NONE;
  const gesture = useRef(null);
  const said = ({ start, end }) => text.slice(start, end).slice(0, 60);

  const spanOf = ({ start, end }) => ({ type: "span", start: offsets.toPoints(start), end: offsets.toPoints(end), id: api.newId(), class: pick.classId });
  const onMark = (range) => {
    if (readOnly || relating) return null;
    const found = words.snapped(range.anchor, range.focus, whole);
    if (!found) return api.say(t("text.nothing"));
    const same = marks.find((each) => !each.ghost && each.start === found.start && each.end === found.end && each.one.class === pick.classId);
    const one = same?.one ?? spanOf(found);
    if (same) props.onActive(one.id);
    else props.onChange([...value, one], { active: one.id });
    selecting.forget();
    selecting.put(found.end);
    return api.say(t("text.marked", { name: look(one).name, text: said(found) }));
  };

  const resize = (edge, forward, by = whole) => {
    if (!mark || readOnly) return false;
    const next = resized(mark, edge === "begin" ? "start" : edge, forward, words, by);
    const merge = gesture.current === `${mark.id}/${edge}`;
    gesture.current = `${mark.id}/${edge}`;
    const { start, end } = spanOf(next);
    if (start !== mark.one.start || end !== mark.one.end) props.onChange(value.map((one) => (one.id === mark.id ? { ...one, start, end } : one)), { merge });
    api.say(said(next));
    return true;
  };

  const choose = (id) => {
    gesture.current = null;
    if (relating && id && id !== relating && marks.some((each) => each.id === id && !each.ghost)) return relateTo(id);
    return props.onActive(id);
  };

  const relateTo = (target) => {
    const name = pick.relation ?? names[0];
    setRelating(null);
    if (value.some((one) => one.type === "relation" && one.source === relating && one.target === target && one.class === name)) return api.say(t("text.related.twice"));
    const one = { type: "relation", source: relating, target, directed: true, id: api.newId(), class: name };
    props.onChange([...value, one], { active: one.id });
    return api.say(t("text.related", { name }));
  };

  const relate = () => {
    if (!names.length || readOnly || !mark) return false;
    if (relating) return choose(mark.id);
    setRelating(mark.id);
    return api.say(t("text.relating", { text: said(mark) }));
  };
  const stopRelating = () => relating !== null && (setRelating(null), true);

  const onPick = (unit) => {
    const found = marksAt(marks, unit).map((each) => each.id);
    choose(found.length ? found[(found.indexOf(active) + 1) % found.length] : null);
  };

  const selecting = useSelecting(content, {
    reading, whole, onPick, onDragged: (range) => atOnce && onMark(range), onResize: resize,
    onBegin: () => !relating && active !== null && props.onActive(null),
    onLeave: () => {
      gesture.current = null;
      if (active !== null && !relating) props.onActive(null);
    },
    from: mark?.end,
  }, marks);
  const waiting = selecting.open;
  const markNow = () => {
    const range = selecting.lately() ?? (selecting.focused && !mark ? words.wordAt(selecting.range?.focus ?? 0) : null);
    if (!range) return false;
    return onMark("start" in range ? { anchor: range.start, focus: range.end } : range);
  };
  const markAlike = () => {
    if (!mark || readOnly || !twins.length) return false;
    props.onChange([...value, ...twins.map((each) => ({ ...spanOf(each), class: mark.one.class }))], { active });
    return api.say(t("text.alike.done", { count: twins.length }));
  };
  const toggle = () => {
    setPreference("text.whole", whole ? "no" : "yes");
    setWhole(!whole);
    api.say(t(whole ? "text.characters.now" : "text.whole.now"));
  };

  const toggleOnce = () => {
    setPreference("text.once", atOnce ? "no" : "yes");
    setAtOnce(!atOnce);
    api.say(t(atOnce ? "text.once.not" : "text.once.now"));
  };

  // A class is picked, be it the same again: the selection that waits is marked with it.
  const first = useRef(pick);
  useEffect(() => {
    if (first.current === pick) return;
    first.current = pick;
    const range = selecting.lately();
    if (range) onMark(range);
  }, [pick]);

  const acts = useRef(null);
  acts.current = { markNow, toggle, toggleOnce, markAlike, relate, resize, stop: () => stopRelating() || (waiting !== null && (selecting.put(waiting.focus), true)), caret: () => (content.current.focus(), true) };
  useEffect(() => api.bind(keysOf(acts, readOnly, names.length > 0)), [readOnly, names]);

  return {
    reading, blocks, marks, relations, selecting, readOnly, whole, toggle, atOnce, toggleOnce, waiting, mark, twins: twins.length, names, relating, relate, stopRelating, markAlike, resize,
    markNow,
    classes: project.classes.filter((one) => one.id !== pick?.classId),
    markAs: (classId) => props.onPick({ classId }),
    pickName: look({ type: "span", class: pick?.classId }).name,
    relation: pick?.relation ?? names[0],
    setRelation: (name) => props.onPick({ relation: name }),
    relatingText: relating ? said(marks.find((each) => each.id === relating) ?? { start: 0, end: 0 }) : "",
    onClick: (event) => {
      const id = event.target.closest(".span-name")?.dataset.id;
      if (!id) return;
      if (event.detail > 0) content.current.focus({ preventScroll: true }); // Enter is to submit
      choose(id);
    },
    onFocus: (event) => {
      const id = event.target.closest?.(".span-name")?.dataset.id;
      if (event.target === content.current) selecting.onFocus();
      else if (id && id !== active && !relating && event.target.matches(":focus-visible")) choose(id);
    },
  };
}

function keysOf(acts, readOnly, related) {
  const run = (name, ...rest) => (event) => acts.current[name](...rest, event);
  if (readOnly) return [];
  return [
    { key: " ", text: t("text.key.mark"), run: () => acts.current.markNow() },
    { key: "t", text: t("text.key.whole"), run: run("toggle") },
    { key: "m", text: t("text.key.once"), run: run("toggleOnce") },
    { key: "l", text: t("text.key.alike"), run: () => acts.current.markAlike() },
    ...(related ? [{ key: "r", text: t("text.key.relate"), run: () => acts.current.relate() }] : []),
    { key: "b", text: t("text.begin.earlier"), repeat: true, run: () => acts.current.resize("begin", false) },
    { key: "b", shift: true, text: t("text.begin.later"), repeat: true, run: () => acts.current.resize("begin", true) },
    { key: "e", text: t("text.end.later"), repeat: true, run: () => acts.current.resize("end", true) },
    { key: "e", shift: true, text: t("text.end.earlier"), repeat: true, run: () => acts.current.resize("end", false) },
    { key: "ArrowRight", text: t("text.key.caret"), run: run("caret") },
    { key: "ArrowRight", shift: true, text: t("text.key.extend"), run: run("caret") },
    { key: "Escape", run: () => acts.current.stop() },
  ];
}
