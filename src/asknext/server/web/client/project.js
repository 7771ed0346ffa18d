import { get } from "./api.js";
import { keyed } from "./keymap.js";

/** The project as the server tells it, with a key for each class. */
export async function loadProject() {
  const project = await get("/project");
  return { ...project, classes: keyed(project.classes), multi: project.task === "multi_label" };
}

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
  if (!value?.length) return none;
  const chosen = project.classes.filter((one) => value.includes(one.id)).map((one) => one.name);
  return chosen.join(", ") || value.join(", ");
}

export const className = (project, id) => project.classes.find((one) => one.id === id)?.name ?? String(id);

/** A short piece of text that tells an item from others. */
export function excerpt(content, length = 120) {
  if (!content) return "";
  if (content.kind === "text") return shorten(content.text, length);
  if (content.kind === "image") return content.alt || content.url;
  return shorten(content.columns.map(([name, value]) => `${name}: ${value ?? ""}`).join(" · "), length);
}

export function shorten(text, length) {
  const line = String(text).replace(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length - 1).trimEnd()}…` : line;
}
