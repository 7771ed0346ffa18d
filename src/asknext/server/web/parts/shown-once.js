import { html, useEffect, useRef } from "../vendor/htm-preact.js";
import { announce } from "../client/announce.js";
import { t } from "../client/messages.js";
import { Dialog } from "./dialog.js";

/** A secret that is never shown again, to be copied. */
export function ShownOnce({ title, hint, value, onClose }) {
  const field = useRef(null);
  useEffect(() => field.current.select(), []);
  const copy = async () => {
    field.current.select();
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      document.execCommand("copy"); // without TLS there is no clipboard but this one
    }
    announce(t("team.copied"));
  };
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <p>${hint}</p>
    <label class="field"><span>${t("team.once")}</span><input ref=${field} class="secret" readonly value=${value} /></label>
    <div class="row end"><button class="button primary" type="button" onClick=${copy}>${t("team.copy")}</button></div>
  <//>`;
}
