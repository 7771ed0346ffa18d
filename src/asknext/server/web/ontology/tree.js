import { html, useRef, useState } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { announce } from "../client/announce.js";
import { trying } from "./trying.js";

/**
 * The tree of classes. Arrow keys walk it, with Alt they move the class: up and down among its siblings, right below
 * the one before it, left out of its group. The mouse drags: onto a class's upper edge before it, onto its middle below it.
 */
export function ClassTree({ editor, uses }) {
  const [dragged, setDragged] = useState(null);
  const [over, setOver] = useState(null);
  const list = useRef(null);
  const rows = editor.all;
  const depth = (one) => one.path.length;

  const focus = (id) => setTimeout(() => list.current?.querySelector(`[data-class="${id}"]`)?.focus());
  const choose = (id) => {
    editor.choose(id);
    focus(id);
  };
  const move = (one, parent, before) => trying(async () => {
    await editor.propose({ do: "move", class: one.id, parent, before });
    announce(t("ontology.moved", { name: one.name }));
    focus(one.id);
  });

  const onKey = (event, one) => {
    const siblings = editor.children(one.parent ?? null);
    const place = siblings.findIndex((each) => each.id === one.id);
    const act = event.altKey ? moves(editor, one, siblings, place, move)[event.key] : walks(rows, one, choose)[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  const drop = (event) => {
    event.preventDefault();
    const target = rows.find((each) => each.id === over?.id);
    const one = rows.find((each) => each.id === dragged);
    setOver(null);
    setDragged(null);
    if (!target || !one || target.id === one.id) return;
    if (over.where === "into") move(one, target.id, null);
    else move(one, target.parent ?? null, target.id);
  };
  const hover = (event, one) => {
    event.preventDefault();
    const { top, height } = event.currentTarget.getBoundingClientRect();
    setOver({ id: one.id, where: event.clientY - top < height / 3 ? "before" : "into" });
  };

  return html`<ul ref=${list} class="tree" role="tree" aria-label=${t("ontology.tree")} onDragEnd=${() => (setOver(null), setDragged(null))}>
    ${rows.map((one) => html`<li key=${one.id} role="treeitem" data-class=${one.id} aria-level=${depth(one) + 1} aria-selected=${String(one.id === editor.state.chosen)} tabindex=${one.id === editor.state.chosen ? 0 : -1}
      class="tree-row ${over?.id === one.id ? `drop-${over.where}` : ""} ${dragged === one.id ? "dragged" : ""}" style=${{ paddingLeft: `${0.6 + depth(one) * 1.4}rem` }} draggable=${true}
      onClick=${() => choose(one.id)} onKeyDown=${(event) => onKey(event, one)} onDragStart=${(event) => (event.dataTransfer.setData("text/plain", one.id), setDragged(one.id))} onDragOver=${(event) => hover(event, one)} onDrop=${drop}>
      <span class="class-colour" style=${one.colour ? { background: one.colour } : {}} aria-hidden="true"></span>
      <span class="tree-name ${one.heading ? "heading" : ""}" dir="auto">${one.name}</span>
      ${one.key && !one.heading && html`<kbd aria-hidden="true">${one.key.toUpperCase()}</kbd>`}
      <span class="tree-uses">${one.heading ? t("ontology.heading.short") : uses[one.id] ? t("ontology.labels", { count: uses[one.id] }) : ""}</span>
    </li>`)}
  </ul>
  <p class="quiet tree-hint">${t("ontology.tree.hint")}</p>`;
}

function walks(rows, one, choose) {
  const place = rows.findIndex((each) => each.id === one.id);
  const to = (index) => rows[index] && (() => choose(rows[index].id));
  const child = rows[place + 1]?.parent === one.id ? place + 1 : -1;
  return { ArrowDown: to(place + 1), ArrowUp: to(place - 1), Home: to(0), End: to(rows.length - 1), ArrowLeft: one.parent && (() => choose(one.parent)), ArrowRight: to(child), Enter: () => document.querySelector(".class-form [name=name]")?.focus() };
}

function moves(editor, one, siblings, place, move) {
  const parent = one.parent ?? null;
  const above = siblings[place - 1];
  const outside = editor.children(editor.all.find((each) => each.id === parent)?.parent ?? null);
  const after = outside[outside.findIndex((each) => each.id === parent) + 1];
  return {
    ArrowUp: above && (() => move(one, parent, above.id)),
    ArrowDown: siblings[place + 1] && (() => move(one, parent, siblings[place + 2]?.id ?? null)),
    ArrowRight: above && (() => move(one, above.id, null)),
    ArrowLeft: parent && (() => move(one, editor.all.find((each) => each.id === parent)?.parent ?? null, after?.id ?? null)),
  };
}
