import { useEffect, useLayoutEffect, useMemo, useReducer, useState } from "../vendor/htm-preact.js";
import { annotationsOf, hasClasses, valueText } from "../client/annotated.js";
import { announce } from "../client/announce.js";
import { filterKeys, keyed, needsFilter, printed } from "../client/keymap.js";
import { t } from "../client/messages.js";
import { toast } from "../client/toast.js";
import { offered, useClassTree } from "../label/class-tree.js";
import { questionsOf } from "../label/questions.js";
import { lookOf } from "../surfaces/look.js";
import { newId, surfaceOf, useSurface } from "../surfaces/surface.js";
import { unanswered, useAsking } from "./asking.js";
import { useBoundKeys } from "./bound-keys.js";
import { Editing } from "./editing.js";
import { ghostsOf } from "./ghosts.js";
import { editingKeys } from "./keys.js";
import { copied } from "./moved.js";
import { useDraft } from "./use-draft.js";

/** Draws again whenever the store changes, and never with a state that is past. */
function useLive(store) {
  const [, again] = useReducer((count) => count + 1, 0);
  useLayoutEffect(() => store?.subscribe(again), [store]);
}

/** Relations have no class of the project but a name of their own list. */
const relationsOf = (project) => (project.annotate?.relations ?? []).map((name) => ({ id: name, name, key: null }));

/**
 * All that a page needs to let somebody annotate an item: what is said, what is in hand, and what keys and buttons do.
 * `value`: the label it begins with. `drafts`: where unfinished work is kept, if it is. `onSubmit(value)` takes the answer.
 */
export function useEditor({ project, item, shown, value, drafts = null, readOnly = false, onSubmit }) {
  const editing = useMemo(() => new Editing({ value: annotationsOf(value), ghosts: readOnly ? [] : ghostsOf(item), draft: item && drafts?.of(item.item), single: !hasClasses(project) }), [shown, readOnly]);
  useLive(editing);
  useDraft(drafts, item, editing);
  const room = useSurface(surfaceOf(project, item));
  const [picked, setPicked] = useState({});
  const [words, setWords] = useState("");
  const [hint, setHint] = useState("");
  const asks = useAsking(project, editing);
  const { active } = editing;
  const relation = editing.target?.type === "relation";
  const classed = hasClasses(project);
  const classes = keyed(relation ? relationsOf(project) : classed ? offered(project, item) : []);
  const filter = needsFilter(classes);
  const keys = editingKeys(classes, filter);
  const tree = useClassTree(project, item, words);
  const bound = useBoundKeys(new Set(filter ? [] : classes.map((one) => one.key)));
  const classId = classed ? (offered(project, item).find((one) => one.id === picked.classId) ?? offered(project, item)[0])?.id : undefined;
  const tools = room?.tools?.(project, item, active?.class ?? classId) ?? [];
  const tool = (tools.find((one) => one.id === picked.tool) ?? tools[0])?.id;
  // Another object whenever something is picked, be it the same: a surface may be waiting for just that.
  const pick = useMemo(() => ({ classId, tool, relation: picked.relation ?? project.annotate?.relations?.[0] }), [picked, classId, tool]);
  const setPick = (change) => setPicked((last) => ({ ...last, ...change }));

  useLayoutEffect(() => {
    asks.end();
    setHint("");
    setWords("");
  }, [editing]);

  const say = (text) => {
    setHint(text);
    announce(text);
  };

  const ask = (id, options) => {
    const one = editing.state.value.find((each) => each.id === id);
    return one && one.type !== "relation" && questionsOf(project, [one.class]).length > 0 && asks.begin(one, options);
  };

  const onChange = (next, { merge, active: chosen, submit: done } = {}) => {
    if (readOnly) return;
    const had = new Set(editing.state.value.map((one) => one.id));
    const made = next.filter((one) => !had.has(one.id));
    setHint("");
    editing.change(next, { merge, ...(chosen === undefined ? {} : { active: chosen }) });
    if (done) submit();
    else if (made.length === 1 && !merge) ask(made[0].id, { fresh: true });
  };

  const choose = (id) => {
    if (tree.shown.find((one) => one.id === id)?.group && !relation) return tree.enter(id);
    setWords("");
    setHint("");
    const { target } = editing;
    const ghost = editing.ghosts.includes(target);
    if (target?.type !== "relation") setPick({ classId: id });
    if (ghost) editing.accept([target.id]);
    if (!target) return announce(t("annotate.picked", { name: lookOf(project, id).name }));
    if (!editing.rename(target.id, id) && !ghost) return undefined;
    announce(t("annotate.renamed", { name: relation ? id : lookOf(project, id).name }));
    return ask(target.id, { fresh: true });
  };

  const submit = () => {
    const { value: now } = editing.state;
    const bare = classed && now.find((one) => !one.class);
    if (bare) return editing.choose(bare.id), say(t("annotate.bare"));
    const missing = classed && unanswered(project, now);
    if (missing) return editing.choose(missing.one.id), asks.begin(missing.one, { from: missing.from }), say(t("annotate.unanswered"));
    if (!now.length) return say(t(classed ? "annotate.nothing.hint" : "annotate.choose.hint", { key: printed(keys.none) }));
    return done(now);
  };

  const done = (now) => {
    editing.settled = true;
    if (item) drafts?.drop(item.item);
    onSubmit?.({ annotations: now });
  };

  const nothing = () => (editing.state.value.length ? say(t("annotate.nothing.full", { count: editing.state.value.length })) : done([]));

  const accept = (ids) => {
    const one = ids.length === 1 && editing.ghosts.find((each) => each.id === ids[0]);
    if (!editing.accept(ids)) return say(t("annotate.ghosts.none"));
    announce(t("annotate.ghosts.accepted", { count: ids.length }));
    return one && ask(one.id, { fresh: true });
  };

  const walk = (by) => {
    const id = editing.walk(by);
    const one = id && [...editing.state.value, ...editing.ghosts].find((each) => each.id === id);
    if (one) announce(describe(one));
  };

  const look = (one) => (one.type === "relation" ? { ...lookOf(project, null), name: one.class ?? "" } : lookOf(project, one.class));
  const describe = (one) => [editing.state.value.includes(one) ? "" : t("annotate.suggested"), look(one).name, room?.describe?.(one, { item, project, value: editing.state.value })].filter(Boolean).join(", ");
  const hide = (ids) => editing.hide(ids, !ids.every((id) => editing.state.hidden.has(id)));

  const acts = {
    undo: () => editing.undo() || say(t("annotate.undo.nothing")),
    redo: () => editing.redo() || say(t("annotate.redo.nothing")),
    accept: () => editing.ghost && accept([editing.ghost.id]),
    acceptAll: () => accept(editing.ghosts.map((one) => one.id)),
    dismiss: () => editing.ghost && editing.dismiss([editing.ghost.id]),
    dismissAll: () => editing.dismiss(editing.ghosts.map((one) => one.id)),
    remove: () => (active ? editing.remove(active.id) && announce(t("annotate.removed", { name: look(active).name })) : editing.dismiss([editing.state.active])),
    duplicate: () => editing.duplicate(active.id, (one) => copied(one, item.content)),
    hide: () => hide([editing.state.active]),
    hideAll: () => hide(editing.state.value.map((one) => one.id)),
    next: () => walk(1),
    previous: () => walk(-1),
    questions: () => ask(active.id),
    find: () => document.querySelector("[data-filter]")?.focus(),
    none: nothing,
    submit,
  };
  const possible = {
    undo: !readOnly, redo: !readOnly, accept: editing.ghosts.length > 0, acceptAll: editing.ghosts.length > 0, dismiss: editing.ghosts.length > 0, dismissAll: editing.ghosts.length > 0,
    remove: !readOnly && editing.state.active !== null, duplicate: !readOnly && Boolean(active) && active.type !== "relation" && classed, hide: editing.state.active !== null, hideAll: editing.state.value.length > 0,
    next: true, previous: true, questions: !readOnly && Boolean(active) && questionsOf(project, [active.class]).length > 0, find: filter && !readOnly, none: !readOnly && classed, submit: !readOnly,
  };

  const toolKeys = tools.length > 1 && !readOnly ? tools.filter((one) => one.key).map((one) => ({ key: one.key, text: one.text, run: () => setPick({ tool: one.id }) })) : [];
  useEffect(() => bound.bind(toolKeys), [tools.map((one) => one.id).join(), readOnly]);

  return {
    project, item, editing, state: editing.state, readOnly, room, classes, classed, filter, tree, words, setWords, keys, pick, setPick, tools, look, describe, relation,
    valueText: (one) => valueText(project, one),
    hint: asks.asking ? asks.hint || hint : hint, asking: asks.asking, answering: asks.answering, touched: editing.state.touched && !readOnly,
    shownClasses: filter ? filterKeys(tree.shown) : classes,
    api: { bind: bound.bind, say: announce, toast, newId },
    bound: bound.all,
    choose, onChange, submit, describeKey: (action) => (keys[action] ? printed(keys[action]) : ""),
    can: (action) => Boolean(possible[action]),
    act: (action) => acts[action](),
    canLeave: editing.state.active !== null || words !== "",
    leave: () => (words ? setWords("") : editing.choose(null)),
  };
}
