import { annotatedText } from "./annotated.js";
import { get } from "./api.js";
import { keyed } from "./keymap.js";

/** The project as the server tells it, with a key for each class. */
export async function loadProject() {
  const project = await get("/project");
  return withClasses({ headings: [], former: {}, ...project, multi: project.task === "multi_label" }, project);
}

/** Puts classes as `/ontology` tells them into the project, which every page goes on holding. */
export function withClasses(project, { ontology = 0, classes, headings = [], former = {} }) {
  const owned = classes.map((one) => ({ ...one, own: one.key ?? null }));
  return Object.assign(project, { ontology, classes: keyed(owned), headings, former });
}

/** The class ids of a label: a list, what stands beside the answers to questions, or those its annotations are of. */
export const classesOf = (value) => (Array.isArray(value) ? value : (value?.classes ?? [...new Set((value?.annotations ?? []).map((one) => one.class).filter(Boolean))]));

export const answersOf = (value) => (Array.isArray(value) ? {} : (value?.attributes ?? {}));

/**
 * What keeps unsent answers of two projects apart when they are served at one address one after the other, and those
 * of two people who log in at one computer: nobody's answers are ever sent under another's name.
 */
export function projectKey(project) {
  const key = project.uid ?? [project.title, project.task, project.classes[0]?.id ?? ""].join("/");
  return project.identity && !project.identity.local ? `${key}/${project.identity.name}` : key;
}

/** Names of the classes in `value`, in the project's order. */
export function labelText(project, value, none) {
  if (value?.annotations) return annotatedText(project, value.annotations);
  const now = classesOf(value).map((id) => meaningNow(project, id));
  if (!now.length) return none;
  const known = project.classes.filter((one) => now.includes(one.id)).map((one) => one.name);
  const gone = now.filter((id) => !project.classes.some((one) => one.id === id)).map((id) => className(project, id));
  return [...known, ...new Set(gone)].join(", ");
}

/** The class an id of any time stands for now; itself where it is gone. */
export const meaningNow = (project, id) => project.former?.[id]?.means ?? id;

export function className(project, id) {
  const now = meaningNow(project, id);
  const known = [...project.classes, ...(project.headings ?? [])].find((one) => one.id === now);
  return known?.name ?? project.former?.[id]?.name ?? String(id);
}

/** A short piece of text that tells an item from others. */
export function excerpt(content, length = 120) {
  if (!content) return "";
  if (content.kind === "text") return shorten(content.text, length);
  if (content.kind === "image" || content.kind === "audio") return content.alt || content.url;
  if (content.kind === "frames") return content.video;
  if (content.kind === "pair") return shorten(`${excerpt(content.left, length)} · ${excerpt(content.right, length)}`, length);
  return shorten(content.columns.map(([name, value]) => `${name}: ${value ?? ""}`).join(" · "), length);
}

export function shorten(text, length) {
  const line = String(text).replace(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length - 1).trimEnd()}…` : line;
}
