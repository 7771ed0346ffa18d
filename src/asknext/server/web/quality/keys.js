import { isAnnotated } from "../client/annotated.js";
import { useKeydown } from "../client/keydown.js";
import { pressed, writing } from "../client/keymap.js";

const MOVES = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 };

/** Arrows move, Enter fixes as suggested, the key of a class fixes to it, A accepts, R sends back, X chooses, U undoes. */
export function useKeys(project, page) {
  useKeydown((event, latest) => onKey(event, project, latest), page);
}

function onKey(event, project, page) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || writing(event) || document.querySelector("dialog[open]")) return;
  const work = keyed(event, project, page);
  if (!work) return;
  event.preventDefault();
  work();
}

function keyed(event, project, page) {
  const key = pressed(event);
  const { one } = page;
  const fixes = !isAnnotated(project);
  const found = event.shiftKey || project.multi || !fixes ? null : project.classes.find((each) => each.key === key);
  if (found && one) return () => page.act("fix", [one], [found.id]);
  if (key in MOVES) return () => page.move(MOVES[key]);
  if (key === "u") return page.undo;
  if (key === "Escape") return page.clear;
  if (!one) return null;
  if (key === "Enter" && fixes && one.suggested && !event.target.closest("button:not(.found-line), a, summary, input")) return () => page.act("fix", [one]);
  return { a: () => one.label && page.act("accept", [one]), r: () => page.ask("back", [one]), x: () => page.toggle(one) }[key] ?? null;
}
