import { readingOf } from "./reading.js";

const LONGEST = 60;

/** What a span says, or which spans a relation joins, in a few words. */
export function describe(annotation, { item, value = [] } = {}) {
  if (annotation.type === "span" && item?.content) return quoted(annotation, readingOf(item.content));
  if (annotation.type !== "relation" || !item?.content) return "";
  const [from, to] = [annotation.source, annotation.target].map((id) => value.find((one) => one.id === id));
  const reading = readingOf(item.content);
  return `${from ? quoted(from, reading) : "?"} ${annotation.directed === false ? "↔" : "→"} ${to ? quoted(to, reading) : "?"}`;
}

function quoted({ start, end }, { text, offsets }) {
  const words = text.slice(offsets.toUnits(start), offsets.toUnits(end)).replace(/\s+/g, " ");
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words;
}
