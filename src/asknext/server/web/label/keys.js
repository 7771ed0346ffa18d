import { actionOf, filterKeys, pressed, writing } from "../client/keymap.js";
import { questionKey } from "./questions.js";

/** What a key does on the label page, wherever the focus is. */
export function onKey(event, view) {
  const inFilter = event.target.hasAttribute?.("data-filter");
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  if (writing(event) && !inFilter && !event.target.hasAttribute?.("data-answer")) return;
  const act = view.asking ? askingKey(event, view) : view.filter ? filterKey(event, view, inFilter) : plainKey(event, view);
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
  const found = event.shiftKey ? null : view.classes.find((one) => one.key === key);
  return found ? () => view.choose(found.id) : common(event, view);
}

/** While a question stands there, the other actions keep those keys that no choice has. */
function askingKey(event, view) {
  const act = questionKey(event, pressed(event), view.asking, view);
  if (act || writing(event)) return act;
  const action = actionOf(event, view.keys);
  return ["guidelines", "help", "flag", "comment"].includes(action) ? () => view.act(action) : null;
}

function filterKey(event, view, inFilter) {
  const key = pressed(event);
  const { tree } = view;
  const found = filterKeys(tree.shown);
  const take = (one) => () => (one.group ? tree.enter(one.id) : view.choose(one.id));
  const top = event.shiftKey ? null : found.find((one) => one.key === key);
  if (top) return take(top);
  if (event.key === "Enter" && view.words && found.length) return take(found[0]);
  if (event.key in WALK && view.zoom === 1 && !(inFilter && view.words && !WALK[event.key])) return walk(event, tree);
  if (event.key === "Backspace" && view.words) return inFilter ? null : () => view.setWords(view.words.slice(0, -1));
  if (event.key === "Backspace" && tree.inside) return tree.out;
  if (event.key === "Escape" && tree.inside && !view.words) return tree.out;
  if (!inFilter && !event.shiftKey && /^[\p{L}]$/u.test(event.key)) document.querySelector("[data-filter]")?.focus();
  return common(event, view);
}

const WALK = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 0, ArrowLeft: 0 };

/** Up and down go through the list, right into a group, left out of it. */
function walk(event, tree) {
  if (event.key === "ArrowLeft") return tree.inside ? tree.out : null;
  const buttons = [...document.querySelectorAll(".filter-list .choice")];
  const place = buttons.indexOf(document.activeElement);
  if (event.key === "ArrowRight") {
    const group = buttons[Math.max(place, 0)]?.dataset.group;
    return group ? () => tree.enter(group) : null;
  }
  const next = buttons[Math.min(Math.max(place + WALK[event.key], 0), buttons.length - 1)];
  return event.key === "ArrowUp" && place <= 0 ? () => document.querySelector("[data-filter]")?.focus() : () => next?.focus();
}

const PAN = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function pan([across, down]) {
  const frame = document.querySelector("[data-pan]");
  frame?.scrollBy({ left: across * frame.clientWidth * 0.25, top: down * frame.clientHeight * 0.25 });
}
