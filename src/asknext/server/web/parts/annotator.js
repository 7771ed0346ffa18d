import { html, useRef, useEffect, useState } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { person, setAnnotator } from "../client/session.js";
import { useStore } from "../client/store.js";
import { Dialog } from "./dialog.js";

/** Asks for the annotator's name. Another name means another history, so the page starts afresh. */
function NameDialog({ onClose }) {
  const field = useRef(null);
  useEffect(() => field.current.select(), []);
  const save = (event) => {
    event.preventDefault();
    const name = field.current.value.trim();
    if (!name) return;
    const changed = name !== person.state.annotator;
    setAnnotator(name);
    if (changed) location.reload();
    else onClose();
  };
  return html`<${Dialog} title=${t("app.annotator.question")} onClose=${onClose}>
    <form class="stack" onSubmit=${save}>
      <label class="field">
        <span>${t("app.annotator")}</span>
        <input ref=${field} name="annotator" maxlength="80" autocomplete="nickname" value=${person.state.annotator} required />
      </label>
      <p class="quiet">${t("app.annotator.hint")}</p>
      <div class="row end"><button class="button primary" type="submit">${t("app.save")}</button></div>
    </form>
  <//>`;
}

/** Who labels here: a person who has logged in goes to their account, anybody else may say another name. */
export function Annotator({ identity }) {
  const { annotator } = useStore(person);
  const [asking, setAsking] = useState(false);
  if (!annotator) return null;
  if (identity && !identity.local) return html`<a class="chip-button annotator" href="/account" aria-label=${t("app.account", { name: annotator })} title=${t("app.account", { name: annotator })}><${Name} annotator=${annotator} /></a>`;
  return html`<button class="chip-button annotator" type="button" onClick=${() => setAsking(true)}
      aria-label=${t("app.annotator.change", { name: annotator })} title=${t("app.annotator.change", { name: annotator })}>
      <${Name} annotator=${annotator} />
    </button>
    ${asking && html`<${NameDialog} onClose=${() => setAsking(false)} />`}`;
}

function Name({ annotator }) {
  return html`<span class="avatar" data-initial=${[...annotator][0].toUpperCase()}></span><span class="annotator-name">${annotator}</span>`;
}
