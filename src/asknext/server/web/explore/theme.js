import { useEffect, useState } from "../vendor/htm-preact.js";

const dark = matchMedia("(prefers-color-scheme: dark)");

/** `name` is light or dark, `ground` the colour behind the points; they follow the button of the page and the system. */
export function useTheme() {
  const [theme, setTheme] = useState(current);
  useEffect(() => {
    const look = () => setTheme((last) => (last.name === current().name ? last : current()));
    const watched = new MutationObserver(look);
    watched.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    dark.addEventListener("change", look);
    return () => {
      watched.disconnect();
      dark.removeEventListener("change", look);
    };
  }, []);
  return theme;
}

function current() {
  const chosen = document.documentElement.dataset.theme;
  const name = chosen === "dark" || (chosen !== "light" && dark.matches) ? "dark" : "light";
  return { name, ground: getComputedStyle(document.documentElement).getPropertyValue("--surface").trim() };
}
