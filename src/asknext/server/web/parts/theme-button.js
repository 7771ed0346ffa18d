import { html, useState } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { setPreference } from "../client/preferences.js";

const dark = () => (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

/** Charts are drawn on a canvas, which does not follow CSS: they listen to this. */
export const THEME_CHANGED = "asknext:theme";

export function ThemeButton() {
  const [isDark, setDark] = useState(dark());
  const toggle = () => {
    const theme = isDark ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    setPreference("theme", theme);
    setDark(!isDark);
    dispatchEvent(new Event(THEME_CHANGED));
  };
  const text = t("app.theme", { theme: t(isDark ? "app.theme.light" : "app.theme.dark").toLowerCase() });
  return html`<button class="icon-button" type="button" onClick=${toggle} aria-label=${text} title=${text}>
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${isDark ? SUN : MOON} /></svg>
  </button>`;
}

const MOON = "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z";
const SUN = "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v3M12 19v3M2 12h3M19 12h3M4.9 4.9 7 7M17 17l2.1 2.1M4.9 19.1 7 17M17 7l2.1-2.1";
