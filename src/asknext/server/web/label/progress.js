import { html, useEffect, useRef } from "../vendor/htm-preact.js";
import { integer, t } from "../client/messages.js";
import { usePolling } from "../client/polling.js";

const PAUSE = 8000;
const SAID = new Set(["idle", "training", "failed"]);

/** One line of fixed height: how far the project is, the person's pace, and what the trainer does. */
export function Progress({ added, speed, left }) {
  const { data } = usePolling("/progress", PAUSE);
  const base = useRef(added);
  useEffect(() => {
    base.current = added;
  }, [data]);
  const labelled = data ? data.progress.labelled + added - base.current : null;
  const open = left;
  const share = labelled === null || open === null ? 0 : labelled / Math.max(labelled + open, 1);
  return html`<div class="progress-line" role="group" aria-label=${t("progress.title")}>
    <span class="bar" aria-hidden="true"><span class="bar-fill" style=${{ transform: `scaleX(${Math.min(share, 1)})` }}></span></span>
    <span class="fact strong">${labelled === null ? "" : t("progress.done", { count: labelled })}</span>
    <span class="fact">${open === null ? "" : t("progress.left", { count: open })}</span>
    <span class="fact" title=${t("progress.speed.title")}>${speed === null ? t("progress.speed.none") : t("progress.speed", { count: integer(speed) })}</span>
    <span class="fact trainer" title=${data?.trainer?.sentence || undefined}><span class="dot ${data?.trainer?.state ?? ""}" aria-hidden="true"></span>${trainerWords(data?.trainer)}</span>
  </div>`;
}

/** What the trainer does, in the few words that fit; its whole sentence is the title, and on the dashboard. */
function trainerWords(trainer) {
  return SAID.has(trainer?.state) ? t(`progress.trainer.${trainer.state}`) : "";
}
