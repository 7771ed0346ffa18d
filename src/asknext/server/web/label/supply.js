import { imagesOf } from "../client/annotated.js";
import { apiBase, Away, call, post } from "../client/api.js";
import { asked } from "../client/place.js";
import { session } from "../client/session.js";

const MOST = 20;

/** Leases: asks for items, keeps them alive, gives them back. */
export class Supply {
  left = null;
  waiting = null;
  test = null;
  ranking = null;
  ontology = null;

  constructor(project, kind = "label") {
    this.kind = kind;
    this.preload = project.queue.preload;
    this.beat = (project.queue.lease_seconds * 1000) / 3;
  }

  /** Items leased on top of those in `items`; `unsent` are answered here although the server does not know it yet. */
  async more(annotator, items, unsent) {
    const want = Math.min(MOST, Math.max(this.preload + 1, items.length));
    const hold = items.map((one) => one.item).slice(0, MOST);
    const answer = await post("/leases", { session, annotator, want, hold, kind: this.kind });
    Object.assign(this, { left: answer.left, waiting: answer.waiting, test: answer.test ?? null, ranking: answer.ranking, ontology: answer.ontology ?? null });
    const known = new Set([...hold, ...unsent]);
    const fresh = answer.items.filter((one) => !known.has(one.item));
    fresh.forEach(decode);
    return fresh;
  }

  /** Positions among `items` that the server has given to others meanwhile. */
  async renew(items) {
    if (!items.length) return [];
    const { lost } = await post("/leases/renew", { session, items: items.slice(0, MOST) });
    return lost;
  }

  async release(items) {
    if (!items.length) return;
    try {
      await call("POST", "/leases/release", { session, items });
    } catch (error) {
      // Leases end by themselves; giving back early is a kindness to others.
      if (!(error instanceof Away)) throw error;
    }
  }

  /** For a page that is being closed: a request the browser finishes after the page is gone. */
  leave() {
    navigator.sendBeacon(`${apiBase()}/leases/release`, JSON.stringify({ session }));
  }
}

/** Images are fetched and decoded before their turn, so that the next one appears at once. */
function decode(item) {
  for (const url of imagesOf(item.content).slice(0, MOST)) {
    const image = new Image();
    image.src = asked(url);
    image.decode().catch(() => {});
  }
}
