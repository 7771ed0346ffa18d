import { html, useEffect, useRef, useState } from "../vendor/htm-preact.js";
import { connection } from "../client/api.js";
import { alarm, announce } from "../client/announce.js";
import { t } from "../client/messages.js";
import { useStore } from "../client/store.js";

const GRACE = 700;

/** Says how many answers wait in this browser, but only when the network is in trouble: not for every keystroke. */
export function NetworkBar({ outbox }) {
  const { waiting, failing, forgetful } = useStore(outbox.state);
  const { reachable } = useStore(connection);
  const trouble = useLasting(failing || !reachable || (forgetful && waiting > 0), GRACE);
  const was = useRef(false);
  useEffect(() => {
    if (trouble && !was.current) alarm(t("network.away"));
    if (!trouble && was.current) announce(t("network.back"));
    was.current = trouble;
  }, [trouble]);
  if (!trouble) return null;
  return html`<div class="network-bar">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 3l18 18M8.5 16a5 5 0 0 1 7 0M5 12.5a10 10 0 0 1 5-2.6M19 12.5a10 10 0 0 0-3-2M12 20h.01" /></svg>
    ${waiting > 0 && html`<strong>${t("network.waiting", { count: waiting })}</strong>`}
    <span>${forgetful ? t("network.unkept") : t("network.away")}</span>
    <button class="button small" type="button" onClick=${() => outbox.retry()}>${t("network.retry")}</button>
  </div>`;
}

/** True once `value` has been true for `after` milliseconds on end. */
function useLasting(value, after) {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!value) {
      setLasting(false);
      return undefined;
    }
    const timer = setTimeout(() => setLasting(true), after);
    return () => clearTimeout(timer);
  }, [value]);
  return lasting;
}
