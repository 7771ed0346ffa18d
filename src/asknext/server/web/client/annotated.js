import { t } from "./messages.js";
import { className } from "./project.js";

const TASKS = ["objects", "spans", "regions", "pairwise", "number", "ordinal"];

/** Whether answers are annotations on a surface, not classes of the item as a whole. */
export const isAnnotated = (project) => TASKS.includes(project.task);

/** Whether each annotation has a class, which is chosen beside the surface. */
export const hasClasses = (project) => ["objects", "spans", "regions"].includes(project.task);

/** The annotations of a label's value; none where there is no label. */
export const annotationsOf = (value) => value?.annotations ?? [];

/** What an answer says in a few words: how many of which class, or the one value. */
export function annotatedText(project, annotations) {
  if (!annotations.length) return t("annotate.nothing");
  if (!hasClasses(project)) return annotations.map((one) => valueText(project, one)).join(", ");
  const counts = new Map();
  for (const one of annotations) {
    const name = one.type === "relation" ? one.class : className(project, one.class);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => (count > 1 ? t("annotate.count", { name, count }) : name)).join(", ");
}

/** The value of a number, a level or a choice between two. */
export function valueText(project, one) {
  if (one.type === "number") return [one.value, project.annotate?.unit].filter((part) => part !== null && part !== undefined).join(" ");
  if (one.type === "ordinal") return project.annotate?.levels?.[one.rank - 1] ?? String(one.rank);
  if (one.type === "pair") return t(`annotate.pair.${one.chosen}`);
  return className(project, one.class);
}

/** The addresses of the images of an item, as the server tells them. */
export function imagesOf(content) {
  if (content.kind === "image") return [content.url];
  if (content.frames) return content.frames.map((frame) => frame.image);
  return content.kind === "pair" ? [...imagesOf(content.left), ...imagesOf(content.right)] : [];
}
