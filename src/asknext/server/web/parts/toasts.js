import { html } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { useStore } from "../client/store.js";
import { dismiss, toasts } from "../client/toast.js";

/** Drawn only: the texts are spoken through the live regions of the page. */
export function Toasts() {
  const { list } = useStore(toasts);
  return html`<div class="toasts">
    ${list.map(
      ({ id, text, bad }) => html`<div key=${id} class="toast ${bad ? "bad" : ""}">
        <span>${bad ? "⚠ " : ""}${text}</span>
        <button class="icon-button" type="button" onClick=${() => dismiss(id)} aria-label=${t("app.close")}>✕</button>
      </div>`,
    )}
  </div>`;
}
