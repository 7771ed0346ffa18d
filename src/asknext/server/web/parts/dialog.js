import { html, useEffect, useRef } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";

/** A modal dialog: the browser keeps the focus inside and gives it back afterwards. `onClose` null: it cannot be left. */
export function Dialog({ title, onClose, children, kind = "" }) {
  const ref = useRef(null);
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog.open) dialog.showModal();
    return () => dialog.close();
  }, []);
  const cancel = (event) => {
    event.preventDefault();
    onClose?.();
  };
  const outside = (event) => event.target === ref.current && onClose?.();
  return html`<dialog ref=${ref} class="dialog ${kind}" aria-labelledby="dialog-title" onCancel=${cancel} onClick=${outside}>
    <div class="dialog-body">
      <header class="dialog-head">
        <h2 id="dialog-title">${title}</h2>
        ${onClose && html`<button class="icon-button" type="button" onClick=${onClose} aria-label=${t("app.close")}>✕</button>`}
      </header>
      ${children}
    </div>
  </dialog>`;
}
