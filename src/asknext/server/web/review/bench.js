import { Away, connection, get, post, query } from "../client/api.js";
import { announce } from "../client/announce.js";
import { t } from "../client/messages.js";
import { Outbox } from "../client/outbox.js";
import { excerpt, projectKey } from "../client/project.js";
import { person, session } from "../client/session.js";
import { Stopwatch } from "../client/stopwatch.js";
import { Store } from "../client/store.js";
import { toast } from "../client/toast.js";
import { uid } from "../client/uid.js";
import { Supply } from "../label/supply.js";

const POLL = 4000;

/** The work of one reviewer on one page, of one kind: "review" or "adjudicate". `state.items[0]` is on the screen. */
export class Bench extends Store {
  constructor(project, kind) {
    super({ items: [], loaded: false, waiting: null, done: [], counts: null, busy: false });
    this.project = project;
    this.kind = kind;
    this.supply = new Supply(project, kind);
    this.watch = new Stopwatch();
    this.outbox = new Outbox({
      project: projectKey(project),
      session,
      onResult: (record, result) => this.#answered(record, result),
      onRefused: (record, message) => this.#refused(record, message),
    });
  }

  start() {
    this.refill();
    this.count();
    setInterval(() => this.#beat(), this.supply.beat);
    setInterval(() => !document.hidden && this.state.items.length < 2 && this.refill(), POLL);
    setInterval(() => !document.hidden && this.count(), 2 * POLL);
    addEventListener("pagehide", () => this.supply.leave());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    connection.subscribe(({ reachable }) => reachable && !this.state.items.length && this.refill());
  }

  get item() {
    return this.state.items[0] ?? null;
  }

  /** Goes over to the other kind of work; what is held goes back to whoever else reviews. */
  async turnTo(kind) {
    if (kind === this.kind) return;
    const held = this.state.items.map((one) => one.item);
    this.kind = kind;
    this.set({ items: [], loaded: false, waiting: null });
    await this.outbox.flush();
    await this.supply.release(held);
    this.supply.kind = kind;
    if (kind !== "questions") this.refill();
  }

  // What a reviewer does

  /** Settles the item on the screen by an event of this kind. */
  judge(kind, fields = {}) {
    const { item } = this;
    if (!item || this.state.busy) return;
    const event = { uid: uid(), kind, item: item.item, at: Date.now() / 1000, seconds: this.watch.seconds, ontology: this.project.ontology, ...fields };
    this.set({ items: this.state.items.slice(1), done: [{ ...event, content: item }, ...this.state.done].slice(0, 200) });
    this.watch.restart();
    this.#send(event, item).then(() => this.refill());
    announce(`${t(`review.done.${kind}`)} ${this.#next()}`);
  }

  /** Marks that leave the item where it is. */
  mark(kind, fields) {
    const { item } = this;
    if (!item) return;
    this.#send({ uid: uid(), kind, item: item.item, at: Date.now() / 1000, ...fields }, item);
    toast(t(`review.done.${kind}`));
  }

  later() {
    const { item } = this;
    if (!item) return;
    this.set({ items: this.state.items.slice(1) });
    this.supply.release([item.item]).then(() => this.refill());
    announce(this.#next());
  }

  undo() {
    const [last, ...rest] = this.state.done;
    if (!last) return toast(t("label.undo.nothing"));
    this.set({ done: rest });
    this.#send({ uid: uid(), kind: "undo", target: last.uid, at: Date.now() / 1000 }, last.content);
    return announce(t("review.undone"));
  }

  async #send(event, item) {
    await this.outbox.add(person.state.annotator, event, item.id);
    await this.outbox.flush();
    this.count();
  }

  #next() {
    return this.item ? t("label.new", { text: excerpt(this.item.content, 300) }) : "";
  }

  // The server's side

  #answered({ event }, result) {
    if (event.kind === "undo" && result.item && !this.state.items.some((one) => one.item === result.item.item)) {
      this.set({ items: [result.item, ...this.state.items] });
      this.watch.restart();
    }
    if (event.kind === "undo" && result.message && result.status === "stored") toast(result.message);
  }

  /** What was refused is given back, so that it comes again as it is now. */
  async #refused({ event }, message) {
    toast(message || t("network.refused", { message }), { bad: true });
    if (event.item == null || this.state.items.some((one) => one.item === event.item)) return;
    await this.supply.release([event.item]);
    this.refill();
  }

  async count() {
    try {
      this.set({ counts: await get("/review") });
    } catch (error) {
      if (!(error instanceof Away)) throw error;
    }
  }

  async refill() {
    if (this.filling || this.kind === "questions" || !person.state.annotator) return;
    this.filling = true;
    const { kind } = this;
    try {
      await this.outbox.flush();
      const fresh = await this.supply.more(person.state.annotator, this.state.items, this.outbox.items());
      if (kind === this.kind) this.#append(fresh);
    } catch (error) {
      if (!(error instanceof Away)) toast(error.message, { bad: true });
    } finally {
      this.filling = false;
    }
  }

  #append(fresh) {
    const first = !this.state.items.length && fresh.length;
    this.set({ items: [...this.state.items, ...fresh], loaded: true, waiting: this.supply.waiting });
    if (!first) return;
    this.watch.restart();
    announce(this.#next());
  }

  async #beat() {
    try {
      const lost = new Set(await this.supply.renew(this.state.items.map((one) => one.item)));
      if (lost.size) this.set({ items: this.state.items.filter((one) => !lost.has(one.item)) });
    } catch (error) {
      if (!(error instanceof Away)) throw error;
    }
  }
}

/** Open questions, the newest first. */
export const openQuestions = (before = null) => get(`/questions${query({ before, limit: 50 })}`);

/** An event that concerns a question; the answer of the server. */
export async function settleQuestion(kind, target, value = null) {
  const event = { uid: uid(), kind, target, value, at: Date.now() / 1000 };
  const { results } = await post("/events", { session, annotator: person.state.annotator, events: [event] });
  if (results[0].status === "refused") throw new Error(results[0].message);
}
