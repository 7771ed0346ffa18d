import { html } from "../vendor/htm-preact.js";
import { annotationsOf } from "../client/annotated.js";
import { t } from "../client/messages.js";
import { labelText } from "../client/project.js";
import { lookOfPerson } from "../surfaces/look.js";
import { Surface } from "../surfaces/surface.js";
import { Swatch } from "./swatch.js";

const NOTHING = [];
const NONE_HIDDEN = new Set();
const ignore = () => {};

/** How what this person said is drawn: in one colour and with one stroke, under the names of its classes. */
export const lookOfVote = (vote, place, look) => (one) => {
  const { sign, ...person } = lookOfPerson(vote.annotator, place);
  return { ...person, name: look(one).name, sign: `${sign} ${look(one).sign}`.trim() };
};

/** Several answers about one item: each on a copy of it side by side, or all of them over the same one. */
export function Compare({ editor, votes, together }) {
  return html`<div class="compare ${together ? "together" : "apart"}">
    ${together ? html`<${Together} editor=${editor} votes=${votes} />` : votes.map((vote, place) => html`<${Apart} key=${vote.annotator} editor=${editor} vote=${vote} place=${place} />`)}
  </div>`;
}

function Apart({ editor, vote, place }) {
  return html`<section class="compared" aria-label=${t("review.answer.of", { name: vote.annotator })}>
    <${Whose} editor=${editor} vote=${vote} place=${place} />
    <div class="surface"><${Shown} editor=${editor} value=${annotationsOf(vote.value)} look=${lookOfVote(vote, place, editor.look)} /></div>
  </section>`;
}

function Together({ editor, votes }) {
  const named = votes.flatMap((vote, place) => annotationsOf(vote.value).map((one) => ownedBy(one, place)));
  const look = (one) => {
    const place = Number(one.id?.split("/", 1)[0]); // what is not marked yet has no id
    return votes[place] ? lookOfVote(votes[place], place, editor.look)(one) : editor.look(one);
  };
  return html`<section class="compared" aria-label=${t("review.together")}>
    <div class="row compare-legend">${votes.map((vote, place) => html`<${Whose} key=${vote.annotator} editor=${editor} vote=${vote} place=${place} />`)}</div>
    <div class="surface"><${Shown} editor=${editor} value=${named} look=${look} /></div>
  </section>`;
}

/** Ids are unique in an answer, not among several. */
function ownedBy(one, place) {
  const name = (id) => `${place}/${id}`;
  return { ...one, id: name(one.id), ...(one.type === "relation" ? { source: name(one.source), target: name(one.target) } : {}) };
}

function Whose({ editor, vote, place }) {
  return html`<p class="whose"><${Swatch} look=${lookOfPerson(vote.annotator, place)} /><strong dir="auto">${vote.annotator}</strong> <span class="quiet">${labelText(editor.project, vote.value, t("annotate.nothing"))}</span></p>`;
}

function Shown({ editor, value, look }) {
  return html`<${Surface} item=${editor.item} project=${editor.project} value=${value} ghosts=${NOTHING} active=${editor.state.active} hidden=${NONE_HIDDEN} pick=${editor.pick}
    look=${look} readOnly onChange=${ignore} onActive=${(id) => editor.editing.choose(id)} onPick=${editor.setPick} api=${editor.api} />`;
}
