import { Away, connection, get, query } from "../client/api.js";
import { announce } from "../client/announce.js";
import { t } from "../client/messages.js";
import { Outbox } from "../client/outbox.js";
import { excerpt, labelText, projectKey, withClasses } from "../client/project.js";
import { person, session } from "../client/session.js";
import { Stopwatch } from "../client/stopwatch.js";
import { Store } from "../client/store.js";
import { toast } from "../client/toast.js";
import { uid } from "../client/uid.js";
import { Speed } from "./speed.js";
import { Supply } from "./supply.js";

const POLL = 3000;
const AWAY_AFTER = 15 * 60_000;
const HISTORY = 200;
const LONGEST_BUFFER = 12;
const UNDOABLE = new Set(["label", "skip", "ignore"]);

/**
 * The work of one annotator on one page. `state.items[0]` is on the screen, the others wait behind it, and
 * nothing that arrives later changes the order of those already here.
 */
export class Work extends Store {
  constructor(project) {
    super({ items: [], history: [], changing: null, busy: false, loaded: false, left: null, waiting: null, test: null, tested: null, speed: null, added: 0 });
    this.project = project;
    this.supply = new Supply(project);
    this.speed = new Speed();
    this.watch = new Stopwatch();
    this.outbox = new Outbox({
      project: projectKey(project),
      session,
      onResult: (record, result) => this.#acknowledged(record, result),
      onRefused: (record, message) => toast(t("network.refused", { message }), { bad: true }),
    });
  }

  start() {
    this.#loadHistory().catch(this.#ignoreAway);
    this.refill();
    setInterval(() => this.#heartbeat(), this.supply.beat);
    setInterval(() => this.#poll(), POLL);
    addEventListener("pagehide", () => this.supply.leave());
    // A page taken out of the browser's back-forward cache has given its items away.
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    document.addEventListener("visibilitychange", () => !document.hidden && this.#heartbeat());
    connection.subscribe(({ reachable }) => reachable && !this.state.items.length && this.refill());
  }

  get item() {
    return this.state.changing?.entry ?? this.state.items[0] ?? null;
  }

  get annotator() {
    return person.state.annotator;
  }

  // Answers

  label(value) {
    const item = this.item;
    if (!item || this.state.busy) return;
    const seconds = this.watch.seconds;
    this.speed.add(seconds);
    this.#record({ ...this.#event("label", item, value), seconds, stream: this.#stream(item) }, item, { added: this.state.added + (item.label ? 0 : 1) });
    announce(t("label.saved", { label: labelText(this.project, value, t("history.none")) }) + this.#next());
  }

  skip() {
    const item = this.item;
    if (!item || this.state.busy || this.state.changing) return;
    this.#record({ ...this.#event("skip", item), seconds: this.watch.seconds, stream: item.stream }, item);
    announce(t("label.skipped") + this.#next());
  }

  #event(kind, item, value = null) {
    return { uid: uid(), kind, item: item.item, value, seconds: null, at: Date.now() / 1000, ontology: this.project.ontology };
  }

  /** An answer given before this page was loaded is changed as from the list; one of this page stays in its stream. */
  #stream(item) {
    return item.fromBefore ? "list" : item.stream;
  }

  #record(event, item, change = {}) {
    const entry = { ...event, content: item, guess: item.why?.guess ?? null };
    const items = this.state.changing ? this.state.items : this.state.items.slice(1);
    const history = [entry, ...this.state.history];
    this.#takeClasses();
    this.set({ ...change, items, history, changing: null, speed: this.speed.perMinute });
    this.watch.restart();
    this.#send(event, item).then(() => this.refill());
  }

  async #send(event, item) {
    await this.outbox.add(this.annotator, event, item.id);
    return this.outbox.flush();
  }

  #next() {
    const item = this.item;
    return item ? ` ${t("label.new", { text: excerpt(item.content, 300) })}` : "";
  }

  // Marks on the item that stay with it

  flag() {
    const item = this.item;
    if (!item) return;
    const flagged = !item.flagged;
    this.#replace({ ...item, flagged });
    this.#send(this.#event(flagged ? "flag" : "unflag", item), item);
    toast(t(flagged ? "label.flag.on" : "label.flag.off"));
  }

  comment(text) {
    const item = this.item;
    if (!item || !text.trim()) return;
    const comments = [...(item.comments ?? []), { text: text.trim(), annotator: this.annotator, at: Date.now() / 1000 }];
    this.#replace({ ...item, comments });
    this.#send(this.#event("comment", item, text.trim()), item);
    toast(t("label.commented"));
  }

  /** Asks those who review; an item that is `parked` waits for their reply, and the next one comes. */
  ask(text, parked) {
    const item = this.item;
    if (!item || !text.trim()) return;
    const event = { ...this.#event("question", item, text.trim()), park: parked };
    toast(t("label.asked"));
    if (parked) {
      this.set({ items: this.state.items.filter((one) => one.item !== item.item), changing: null });
      this.watch.restart();
      this.#send(event, item).then(() => this.refill());
      return;
    }
    const threads = [...(item.threads ?? []), { uid: event.uid, text: event.value, annotator: this.annotator, at: event.at, parked, resolved: null, replies: [] }];
    this.#replace({ ...item, threads });
    this.#send(event, item);
  }

  reply(thread, text) {
    this.#threaded(thread, { replies: [...thread.replies, { text, annotator: this.annotator, at: Date.now() / 1000 }] });
    this.#send({ ...this.#event("reply", this.item, text), target: thread.uid }, this.item);
  }

  resolve(thread) {
    this.#threaded(thread, { resolved: { annotator: this.annotator, at: Date.now() / 1000 } });
    this.#send({ ...this.#event("resolve", this.item), target: thread.uid }, this.item);
  }

  #threaded(thread, change) {
    const threads = this.item.threads.map((one) => (one.uid === thread.uid ? { ...one, ...change } : one));
    this.#replace({ ...this.item, threads });
  }

  #replace(item) {
    const { changing, items } = this.state;
    if (changing) this.set({ changing: { ...changing, entry: item } });
    else this.set({ items: items.map((one) => (one.item === item.item ? item : one)) });
  }

  // Undo and change

  async undo() {
    if (this.state.busy) return;
    if (this.state.changing) return this.keep();
    const target = this.#lastUndoable() ?? (await this.#older());
    if (!target) return toast(t("label.undo.nothing"));
    if (!target.content && !connection.state.reachable) return toast(t("label.undo.away"), { bad: true });
    this.#withdraw(target);
  }

  #lastUndoable() {
    return this.state.history.find((entry) => UNDOABLE.has(entry.kind));
  }

  async #older() {
    await this.outbox.flush();
    await this.#loadHistory().catch(this.#ignoreAway);
    return this.#lastUndoable();
  }

  #withdraw(target) {
    const event = { ...this.#event("undo", target), target: target.uid };
    const history = this.state.history.filter((entry) => entry.uid !== target.uid);
    const added = this.state.added - (target.kind === "label" ? 1 : 0);
    this.speed.undo();
    this.set({ history, added, busy: !target.content, speed: this.speed.perMinute });
    if (target.content) this.#bringBack({ ...target.content, before: target.value });
    this.#send(event, target.content ?? target).then(() => this.#undone());
    announce(t("label.undone", { label: this.#named(target) }) + (target.content ? this.#next() : ""));
  }

  #undone() {
    this.set({ busy: false });
    this.refill();
  }

  #named(entry) {
    return entry.kind === "label" ? labelText(this.project, entry.value, t("history.none")) : t("history.skipped");
  }

  /** An undone item comes on top; one that arrives late comes second, never under the annotator's hand. */
  #bringBack(item, place = 0) {
    const others = this.state.items.filter((one) => one.item !== item.item);
    const items = [...others.slice(0, place), { ...item, label: null }, ...others.slice(place)];
    this.set({ items: items.slice(0, LONGEST_BUFFER) });
    this.supply.release(items.slice(LONGEST_BUFFER).map((one) => one.item)).catch(() => {});
    if (place === 0) this.watch.restart();
  }

  /** Shows an answered item again so that another answer can be given. */
  async change(entry) {
    try {
      const item = entry.content ?? { ...(await get(`/answered/${entry.item}${query({ annotator: this.annotator })}`)), fromBefore: true };
      this.set({ changing: { entry: { ...item, before: entry.value, label: entry.value } } });
      this.watch.restart();
      announce(`${t("label.changing")} ${excerpt(item.content, 300)}`);
    } catch (error) {
      toast(error instanceof Away ? t("network.away") : error.message, { bad: true });
    }
  }

  keep() {
    this.set({ changing: null });
    this.watch.restart();
    announce(this.#next());
  }

  // The server's side

  #acknowledged({ event }, result) {
    if (result.test) this.set({ tested: result.test });
    if (event.kind === "label" && result.item) this.#sentBack(event, result);
    if (event.kind === "undo" && result.message && result.status === "stored") toast(result.message);
    if (event.kind !== "undo" || !result.item) return;
    const { item } = result.item;
    const answeredSince = this.state.history.some((one) => one.item === item && one.at >= event.at);
    if (answeredSince || this.state.items.some((one) => one.item === item)) return;
    this.#bringBack({ ...result.item, before: result.previous }, this.state.busy ? 0 : 1);
    if (this.state.busy) announce(this.#next());
  }

  /** The answer named a class that is gone: it is kept, and the item comes again with the reason. */
  #sentBack(event, result) {
    const history = this.state.history.filter((entry) => entry.uid !== event.uid);
    this.set({ history });
    toast(result.message, { bad: true });
    if (!this.state.items.some((one) => one.item === result.item.item)) this.#bringBack(result.item, 1);
  }

  // The classes

  /** Others may change the classes at any time; what is on the screen stays until the next item comes. */
  async #lookForClasses() {
    if (this.supply.ontology === null || this.supply.ontology === (this.classes?.ontology ?? this.project.ontology)) return;
    this.classes = await get("/ontology");
    if (!this.item) this.#takeClasses();
  }

  #takeClasses() {
    if (!this.classes) return;
    withClasses(this.project, this.classes);
    this.classes = null;
    this.set({ ontology: this.project.ontology });
    toast(t("label.classes.changed"));
  }

  async #loadHistory() {
    if (!this.annotator) return;
    const { events } = await get(`/history${query({ annotator: this.annotator, limit: HISTORY })}`);
    const known = new Map(this.state.history.map((entry) => [entry.uid, entry]));
    const told = new Set(events.map((one) => one.uid));
    const unsent = this.outbox.items();
    const mine = this.state.history.filter((entry) => !told.has(entry.uid) && unsent.has(entry.item));
    this.set({ history: [...mine, ...events.map((one) => known.get(one.uid) ?? one)] });
  }

  /** Fills the buffer up. Calls that come while one is under way are done by one more afterwards. */
  refill() {
    if (this.filling) {
      this.again = true;
      return this.filling;
    }
    this.filling = this.#fill().finally(() => {
      this.filling = null;
      if (this.again) {
        this.again = false;
        this.refill();
      }
    });
    return this.filling;
  }

  async #fill() {
    if (!this.annotator) return;
    try {
      await this.outbox.flush();
      const fresh = await this.supply.more(this.annotator, this.state.items, this.outbox.items());
      await this.#lookForClasses();
      this.#append(fresh);
    } catch (error) {
      if (!(error instanceof Away)) toast(error.message, { bad: true });
    }
  }

  #append(fresh) {
    const here = new Set([...this.state.items.map((one) => one.item), ...this.outbox.items()]);
    const wanted = fresh.filter((one) => !here.has(one.item));
    const first = !this.state.items.length && wanted.length;
    this.set({ items: [...this.state.items, ...wanted], loaded: true, left: this.supply.left, waiting: this.supply.waiting, test: this.supply.test });
    if (!first || this.state.changing) return;
    this.watch.restart();
    announce(this.#next());
  }

  #poll() {
    if (!document.hidden && this.state.items.length <= this.project.queue.preload) this.refill();
  }

  /** Nobody at the desk for a quarter of an hour: the leases are left to run out. */
  async #heartbeat() {
    if (Date.now() - this.watch.lastSign > AWAY_AFTER) {
      this.left = true;
      return;
    }
    const held = this.state.items.map((one) => one.item);
    try {
      this.#drop(await this.supply.renew(held), this.left);
      this.left = false;
    } catch (error) {
      this.#ignoreAway(error);
    }
  }

  /**
   * Items lost to others leave the buffer. The one on the screen stays, and its answer is kept as a second vote,
   * except when nobody had been at the desk.
   */
  #drop(lost, all) {
    const gone = new Set(lost);
    this.set({ items: this.state.items.filter((one, place) => (place === 0 && !all) || !gone.has(one.item)) });
    if (gone.size) this.refill();
  }

  #ignoreAway(error) {
    if (!(error instanceof Away)) throw error;
  }
}
