/** Settings of this browser. Storage may be forbidden; then they last as long as the page. */
const fallback = new Map();

export function preference(name, otherwise = null) {
  try {
    return localStorage.getItem(`asknext.${name}`) ?? otherwise;
  } catch {
    return fallback.get(name) ?? otherwise;
  }
}

export function setPreference(name, value) {
  try {
    localStorage.setItem(`asknext.${name}`, value);
  } catch {
    fallback.set(name, value);
  }
}
