import { Component, html, useEffect, useRef } from "../vendor/htm-preact.js";
import { decimal, t } from "../client/messages.js";
import { filled, questionsOf } from "../label/questions.js";
import { Swatch } from "./swatch.js";
import { Steps } from "./tool-bar.js";

/** Everything on the item, one a line: a way to each without seeing or pointing. */
export function AnnotationList({ editor }) {
  const { editing, state } = editor;
  const list = useRef(null);
  useEffect(() => {
    reveal(list.current);
  }, [state.active]);
  const all = [...state.value, ...(editor.readOnly ? [] : editing.ghosts)];
  const places = new Map(state.value.map((one, place) => [one.id, place + 1]));
  return html`<section class="annotations">
    <h2>${t("annotate.list", { count: state.value.length })}${!editor.readOnly && editor.tools.length < 2 && html`<${Steps} editor=${editor} />`}</h2>
    ${all.length ? html`<ol ref=${list} class="annotation-list" tabindex="-1" aria-label=${t("annotate.list.all")}>${all.map((one) => html`<${Row} key=${one.id} one=${one} place=${places.get(one.id)} ghost=${!places.has(one.id)} active=${one.id === state.active} hidden=${state.hidden.has(one.id)} editor=${editor} names=${names(editor)} />`)}</ol>`
      : html`<p class="quiet small">${t(editor.readOnly ? "annotate.list.none" : "annotate.list.empty")}</p>`}
  </section>`;
}

/** Scrolls the list, and never the page around it, to the chosen line. */
function reveal(list) {
  const line = list?.querySelector("[aria-current]")?.parentElement;
  if (!line) return;
  const [inside, here] = [list.getBoundingClientRect(), line.getBoundingClientRect()];
  if (here.top < inside.top) list.scrollTop -= inside.top - here.top;
  else if (here.bottom > inside.bottom) list.scrollTop += here.bottom - inside.bottom;
}

/** Changes when a line has to be drawn again although its annotation is the same. */
const names = (editor) => `${editor.project.ontology}/${editor.readOnly}/${Boolean(editor.room)}`;

/** Drawn again only when its own annotation changes: hundreds of lines stand still while one shape is dragged. */
class Row extends Component {
  shouldComponentUpdate(next) {
    return ["one", "place", "active", "hidden", "names"].some((name) => this.props[name] !== next[name]);
  }

  render({ one, place, ghost, active, hidden, editor }) {
    const { editing } = editor;
    const look = editor.look(one);
    const about = editor.room?.describe?.(one, { item: editor.item, project: editor.project, value: editing.state.value });
    const choose = (event) => {
      if (event.detail > 0) event.currentTarget.blur();
      editing.choose(active ? null : one.id);
    };
    return html`<li class="annotation ${ghost ? "ghost" : ""} ${hidden ? "unshown" : ""}">
      <button type="button" class="annotation-name" data-annotation=${one.id} aria-current=${active ? "true" : undefined} onClick=${choose}>
        <${Swatch} look=${look} /><span class="annotation-text"><span dir="auto">${look.name}${ghost ? html` <span class="pill">${t("annotate.suggested")}${one.score === undefined || one.score === null ? "" : ` ${decimal(100 * one.score, 0)} %`}</span>` : html` <span class="quiet">${place}</span>`}</span>
          ${about && html`<small class="quiet" dir="auto">${about}</small>`}<${Said} project=${editor.project} one=${one} /></span></button>
      <button type="button" class="icon-button small" aria-pressed=${String(hidden)} aria-label=${t(hidden ? "annotate.show" : "annotate.hide", { name: look.name })} title=${t(hidden ? "annotate.show" : "annotate.hide", { name: look.name })} onClick=${(event) => act(event, () => editing.hide([one.id], !hidden))}><svg viewBox="0 0 24 24" aria-hidden="true"><path d=${hidden ? CLOSED : OPEN} /></svg></button>
      ${!editor.readOnly && html`<button type="button" class="icon-button small" aria-label=${t(ghost ? "annotate.dismiss.one" : "annotate.remove", { name: look.name })} title=${t(ghost ? "annotate.dismiss.one" : "annotate.remove", { name: look.name })} onClick=${(event) => act(event, () => (ghost ? editing.dismiss([one.id]) : editing.remove(one.id)))}>✕</button>`}
    </li>`;
  }
}

const OPEN = "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6Z";
const CLOSED = "M3 3l18 18M6 7.5C3.8 9.3 2.5 12 2.5 12S6 18.5 12 18.5c1.7 0 3.2-.5 4.5-1.2M10 5.7c.6-.1 1.3-.2 2-.2 6 0 9.5 6.5 9.5 6.5s-.8 1.5-2.3 3";

function act(event, work) {
  if (event.detail > 0) event.currentTarget.blur();
  work();
}

/** What was answered to the questions of its class, and how many are still open. */
function Said({ project, one }) {
  if (one.type === "relation") return null;
  const questions = questionsOf(project, [one.class]);
  if (!questions.length) return null;
  const said = questions.filter((each) => filled(one.attributes?.[each.id])).map((each) => `${each.name}: ${answerText(each, one.attributes[each.id])}`);
  return html`<small class=${said.length ? "quiet" : "open-question"} dir="auto">${said.length ? said.join(" · ") : t("annotate.questions.open")}</small>`;
}

function answerText(question, answer) {
  const name = (id) => question.choices?.find((one) => one.id === id)?.name ?? String(id);
  return Array.isArray(answer) ? answer.map(name).join(", ") : name(answer);
}
