import { actionOf, filterKeys, isSign, pressed, writing } from "../client/keymap.js";
import { questionKey } from "../label/questions.js";

/** What annotations add to the actions of a page. A capital letter is pressed with Shift. */
export const EDITING = { accept: "a", acceptAll: "A", dismiss: "x", dismissAll: "X", remove: "Delete", duplicate: "d", hide: "h", hideAll: "H", next: "j", previous: "k", questions: "q", none: "n", find: "/" };

/** action -> {key, shift}; a letter that is the key of a class moves to Shift, and what stood there to its button alone. */
export function editingKeys(classes, filter) {
  const taken = new Set(filter ? [] : classes.map((one) => one.key));
  const free = Object.entries(EDITING).filter(([, key]) => !(/[A-Z]/.test(key) && key.length === 1 && taken.has(key.toLowerCase())));
  return Object.fromEntries(free.map(([action, key]) => [action, key.length > 1 ? { key, shift: false } : { key: key.toLowerCase(), shift: /[A-Z]/.test(key) || taken.has(key) }]));
}

/**
 * What a key does where something is annotated, wherever the focus is: the surface and the editor come first, then
 * `page(event)`, which gives what the rest of the page does with it, or null.
 */
export function onEditorKey(event, editor, page) {
  if (event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  const inFilter = Boolean(event.target.hasAttribute?.("data-filter"));
  if (writing(event) && !inFilter && !event.target.hasAttribute?.("data-answer")) return;
  for (const found of candidates(event, editor, page, inFilter)) {
    if (!found) continue;
    if (event.repeat && !found.repeat) return event.preventDefault();
    if (found.run() !== false) return event.preventDefault();
  }
}

/** What the key could mean, the nearest first. */
function candidates(event, editor, page, inFilter) {
  if (event.ctrlKey || event.metaKey) return inFilter || writing(event) ? [] : [history(event, editor), editor && event.key.startsWith("Arrow") ? surfaceKey(event, editor) : null];
  if (inFilter) return [filterKey(event, editor)];
  if (editor?.asking) return [wrapped(questionKey(event, pressed(event), editor.asking, editor.answering)), writing(event) ? null : wrapped(page(event, ASIDE))];
  // Enter and the space bar on a button press that button.
  if (["Enter", " "].includes(event.key) && event.target.closest?.("button, a, summary") && !event.target.closest("[data-choice]")) return [];
  return editor ? [classKey(event, editor), surfaceKey(event, editor), editingKey(event, editor), wrapped(page(event))] : [wrapped(page(event))];
}

/** What stays at hand while a question stands there. */
const ASIDE = ["guidelines", "help", "flag", "comment"];

const wrapped = (run) => (run ? { run } : null);

function history(event, editor) {
  const key = pressed(event);
  if (!editor || editor.readOnly) return null;
  if (key === "z") return { run: () => editor.act(event.shiftKey ? "redo" : "undo"), repeat: true };
  return key === "y" && !event.shiftKey ? { run: () => editor.act("redo"), repeat: true } : null;
}

function classKey(event, editor) {
  if (event.shiftKey || editor.readOnly) return null;
  const key = pressed(event);
  const found = editor.shownClasses.find((one) => one.key === key);
  return found ? { run: () => editor.choose(found.id) } : null;
}

function surfaceKey(event, editor) {
  const key = pressed(event);
  const bound = editor.bound().filter((one) => one.key === key && (isSign(key) || Boolean(one.shift) === event.shiftKey));
  return bound.length ? { repeat: bound.some((one) => one.repeat), run: () => (editor.every ? bound.map((one) => one.run(event)).some((did) => did !== false) : bound.some((one) => one.run(event) !== false)) } : null;
}

function editingKey(event, editor) {
  if (event.key === "Escape") return editor.canLeave ? { run: () => editor.leave() } : null;
  if (event.key === "Backspace" && editor.touched) return { run: () => editor.act(editor.editing.active ? "remove" : "undo") };
  const action = actionOf(event, editor.keys);
  return action && editor.can(action) ? { run: () => editor.act(action), repeat: ["next", "previous"].includes(action) } : null;
}

function filterKey(event, editor) {
  const found = filterKeys(editor.tree.shown);
  const take = (one) => wrapped(() => (one.group ? editor.tree.enter(one.id) : (editor.choose(one.id), event.target.blur())));
  const top = event.shiftKey ? null : found.find((one) => one.key === pressed(event));
  if (top) return take(top);
  if (event.key === "Enter" && editor.words && found.length) return take(found[0]);
  if (event.key === "Escape") return wrapped(() => (editor.setWords(""), event.target.blur()));
  return null;
}
