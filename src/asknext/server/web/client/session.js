import { preference, setPreference } from "./preferences.js";
import { Store } from "./store.js";
import { uid } from "./uid.js";

/** One page load is one session: the beacon that frees a closed page's items can never free those of its successor. */
export const session = uid();

/** Under which name the person labels. */
export const person = new Store({ annotator: preference("annotator", "") });

export function setAnnotator(name) {
  setPreference("annotator", name);
  person.set({ annotator: name });
}
