import { Away, connection, post } from "./api.js";
import { alone, live, livingSessions } from "./living.js";
import { openKept } from "./kept.js";
import { Store } from "./store.js";

const BATCH = 50;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
const ADOPT_EVERY = 10_000;

/**
 * Answers are written to the disk of the browser first, then sent in order, again and again until the server has
 * acknowledged them. Each page sends its own; those of a page that is gone are taken over by one that lives.
 */
export class Outbox {
  state = new Store({ waiting: 0, failing: false, forgetful: false });
  #records = [];
  #kept = null;
  #ready = null;
  #running = null;
  #wake = null;
  #writing = Promise.resolve();

  /** `onResult(record, result)` is called for each answer of the server, `onRefused(record, message)` for a no. */
  constructor({ project, session, onResult = () => {}, onRefused = () => {} }) {
    this.session = session;
    this.onResult = onResult;
    this.onRefused = onRefused;
    this.#ready = this.#open(project);
  }

  async #open(project) {
    live(this.session);
    this.#kept = await openKept(project);
    this.state.set({ forgetful: Boolean(this.#kept.forgetful) });
    await this.adopt();
    setTimeout(() => this.adopt(), 1500);
    setInterval(() => this.adopt(), ADOPT_EVERY);
    addEventListener("online", () => this.retry());
    connection.subscribe(({ reachable }) => reachable && this.retry());
  }

  /** Keeps the event on the item called `id`; resolves when it is on the disk (it may not have been sent yet). Calls keep their order. */
  add(annotator, event, id) {
    this.#writing = this.#writing.then(() => this.#add(annotator, event, id));
    return this.#writing;
  }

  async #add(annotator, event, id) {
    await this.#ready;
    const record = { owner: this.session, session: this.session, annotator, event, id };
    const kept = await this.#kept.add(record).catch(() => ({ ...record, key: null }));
    this.#take([kept]);
  }

  #take(records) {
    this.#records.push(...records);
    this.#count();
    this.#run();
  }

  #count() {
    this.state.set({ waiting: this.#records.length });
  }

  /** Positions of the items whose answers have not been acknowledged. */
  items() {
    return new Set(this.#records.filter(({ event }) => event.kind !== "undo").map(({ event }) => event.item));
  }

  /** Takes over what pages that are gone have left behind. */
  async adopt() {
    await alone(async () => {
      const living = await livingSessions();
      const mine = new Set(this.#records.map((record) => record.key));
      const left = (await this.#kept.all()).filter((one) => one.owner !== this.session && !living.has(one.owner) && !mine.has(one.key));
      for (const record of left) await this.#kept.put({ ...record, owner: this.session });
      if (left.length) this.#take(left);
    });
  }

  /** Resolves when everything has been sent, or sending has failed once. */
  async flush() {
    await this.#writing;
    await this.#running?.attempt;
    return this.#records.length === 0;
  }

  /** Ends the pause between two tries. */
  retry() {
    this.#wake?.();
  }

  #run() {
    if (this.#running) return;
    const run = { attempt: null, settle: null };
    run.attempt = new Promise((resolve) => {
      run.settle = resolve;
    });
    this.#running = run;
    this.#sendAll(run).finally(() => {
      run.settle();
      this.#running = null;
      if (this.#records.length) this.#run();
    });
  }

  async #sendAll(run) {
    for (let failures = 0; this.#records.length; ) {
      try {
        await this.#sendSome();
        failures = 0;
        if (this.state.state.failing) this.state.set({ failing: false });
      } catch (error) {
        if (!(error instanceof Away) && error.status === undefined) throw error;
        failures += 1;
        this.state.set({ failing: true });
        run.settle();
        await this.#pause(failures);
      }
    }
  }

  #pause(failures) {
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1));
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, longest * (0.75 + 0.25 * Math.random()));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #head(limit) {
    const { annotator } = this.#records[0];
    const session = this.#sender(this.#records[0]);
    const end = this.#records.findIndex((one) => one.annotator !== annotator || this.#sender(one) !== session);
    return this.#records.slice(0, Math.min(limit, end < 0 ? this.#records.length : end));
  }

  /** An undo leases its item to the session that sends it, so it is sent by a page that lives. */
  #sender(record) {
    return record.event.kind === "undo" ? this.session : record.session;
  }

  async #sendSome(limit = BATCH) {
    const some = this.#head(limit);
    try {
      const body = { session: this.#sender(some[0]), annotator: some[0].annotator, events: some.map(({ event }) => event) };
      const { results } = await post("/events", body, { keepalive: true });
      await this.#settle(some, results);
    } catch (error) {
      const hopeless = error.status >= 400 && error.status < 500 && ![408, 425, 429].includes(error.status);
      if (!hopeless) throw error;
      if (some.length > 1) return this.#sendSome(1);
      await this.#settle(some, [{ uid: some[0].event.uid, status: "refused", message: error.message }]);
    }
  }

  async #settle(some, results) {
    const answers = new Map(results.map((result) => [result.uid, result]));
    const settled = some.filter(({ event }) => answers.has(event.uid));
    if (!settled.length) throw new Away("no result for the events sent");
    await this.#kept.remove(settled.map(({ key }) => key).filter((key) => key !== null));
    this.#records = this.#records.filter((record) => !settled.includes(record));
    this.#count();
    for (const record of settled) this.#tell(record, answers.get(record.event.uid));
  }

  #tell(record, result) {
    if (result.status === "refused") this.onRefused(record, result.message ?? "");
    this.onResult(record, result);
  }
}
