import { post } from "../client/api.js";
import { person, session } from "../client/session.js";
import { uid } from "../client/uid.js";

/** The reason by which the report knows that a label was looked at and is right (store/quality_rows.py). */
const ACCEPTED = "label accepted";
const AT_ONCE = 400;

/** Whether the label may be changed in the list; else it is corrected by a reviewer. */
const fixes = (project) => project.identity?.verbs.includes("fix_labels") ?? true;

const settled = (item) => ({ kind: "unflag", item, reason: ACCEPTED });

/** What is sent for an act on one item of the list. */
export function eventsFor(project, act, one, value) {
  if (act === "accept") return [settled(one.item)];
  if (act === "fix") return [fixes(project) ? { kind: "label", item: one.item, value, stream: "list" } : { kind: "correct", item: one.item, value }, settled(one.item)];
  if (act === "return") return [{ kind: "reject", item: one.item, value: one.by, reason: value, seen: one.label ?? undefined, stream: "list" }];
  return [{ kind: "requeue", item: one.item, ...(value ? { reason: value } : {}) }];
}

/** Sends events in order; gives them with uids, and what was refused: [{event, message}]. */
export async function send(events) {
  const named = events.map((event) => ({ uid: uid(), value: null, seconds: null, at: Date.now() / 1000, ...event }));
  const refused = [];
  for (let start = 0; start < named.length; start += AT_ONCE) {
    const part = named.slice(start, start + AT_ONCE);
    const { results } = await post("/events", { session, annotator: person.state.annotator, events: part });
    const answers = new Map(results.map((one) => [one.uid, one]));
    for (const event of part) {
      const found = answers.get(event.uid);
      if (found?.status === "refused") refused.push({ event, message: found.message ?? "" });
    }
  }
  return { events: named, refused };
}

/** Takes back what was sent, the last first; items that come back to this page are given free again. */
export async function takeBack(events) {
  const undone = await send([...events].reverse().map((event) => ({ kind: "undo", target: event.uid })));
  const items = [...new Set(events.map((event) => event.item))];
  for (let start = 0; start < items.length; start += 100) await post("/leases/release", { session, items: items.slice(start, start + 100) });
  return undone;
}
