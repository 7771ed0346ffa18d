import { html } from "../vendor/htm-preact.js";
import { pageUrl } from "../client/api.js";
import { t } from "../client/messages.js";

/** Nothing on the screen: why, and what to do next. */
export function Empty({ loaded, left, waiting, reachable }) {
  const name = !reachable ? "network" : !loaded ? "loading" : left === 0 ? "done" : "others";
  if (name === "loading") return html`<section class="empty"><p class="quiet">${t("label.empty.loading")}</p></section>`;
  return html`<section class="empty">
    <svg class="empty-sign" viewBox="0 0 24 24" aria-hidden="true"><path d=${SIGNS[name]} /></svg>
    <h1>${t(`label.empty.${name}`)}</h1>
    <p>${name === "others" && waiting ? waiting : t(`label.empty.${name}.text`)}</p>
    ${name !== "done" && html`<p class="quiet">${t("label.empty.polling")}</p>`}
    <p class="row centre">
      <a class="button primary" href=${pageUrl("dashboard")}>${t("label.empty.dashboard")}</a>
      <a class="button" href=${pageUrl("items")}>${t("label.empty.items")}</a>
    </p>
  </section>`;
}

const SIGNS = {
  done: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8 12.5l2.8 2.8L16.2 9.5",
  others: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7v5.5l3.5 2",
  network: "M3 3l18 18M8.5 16a5 5 0 0 1 7 0M5 12.5a10 10 0 0 1 5-2.6M19 12.5a10 10 0 0 0-3-2M12 20h.01",
};
