import { get, post } from "../client/api.js";
import { person } from "../client/session.js";
import { Store } from "../client/store.js";
import { withClasses } from "../client/project.js";
import { trying } from "./trying.js";

const PAUSE = 500;

/** The classes being edited: what the server holds, which one is chosen, and every way to change them. */
export class Editor extends Store {
  constructor(project) {
    super({ chosen: project.classes[0]?.id ?? null, versions: [], uses: {}, asking: null, job: null, busy: false });
    this.project = project;
  }

  async load() {
    const [shown, told, uses] = await Promise.all([get("/ontology"), get("/ontology/versions"), get("/ontology/uses")]);
    this.take(shown);
    this.set({ versions: told.versions, uses });
  }

  take(shown) {
    withClasses(this.project, shown);
    const all = this.all;
    this.set({ chosen: all.some((one) => one.id === this.state.chosen) ? this.state.chosen : (all[0]?.id ?? null) });
  }

  /** Every live class, headings too, each after its parent. */
  get all() {
    const known = [...this.project.classes, ...this.project.headings];
    const order = (one) => known.filter((each) => (each.parent ?? null) === one).sort((some, other) => some.position - other.position).flatMap((each) => [each, ...order(each.id)]);
    return order(null);
  }

  get chosen() {
    return this.all.find((one) => one.id === this.state.chosen) ?? null;
  }

  choose(id) {
    this.set({ chosen: id });
  }

  children(parent) {
    return this.all.filter((one) => (one.parent ?? null) === parent);
  }

  /** Shows what a change would do, and asks; a change that touches no label is made at once. */
  async propose(change, { always = false } = {}) {
    const seen = await post("/ontology/preview", { change });
    const touched = seen.changed.labels + seen.changed.votes + seen.lost.labels + seen.lost.votes;
    if (!always && !touched && !seen.refusal) return this.make(change);
    this.set({ asking: { change, seen } });
    return null;
  }

  async make(change) {
    const made = await post("/ontology/changes", { change, annotator: person.state.annotator || "me" });
    this.set({ asking: null });
    this.take(made);
    if (made.job !== null) trying(() => this.#follow(made.job));
    const [told, uses] = await Promise.all([get("/ontology/versions"), get("/ontology/uses")]);
    this.set({ versions: told.versions, uses });
    return made;
  }

  async #follow(number) {
    try {
      let job = await get(`/ontology/jobs/${number}`);
      while (job.status === "running") {
        this.set({ job });
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
        job = await get(`/ontology/jobs/${number}`);
      }
      this.set({ uses: await get("/ontology/uses") });
    } finally {
      this.set({ job: null });
    }
  }
}
