import { html } from "../vendor/htm-preact.js";
import { post } from "../client/api.js";
import { integer, moment, t } from "../client/messages.js";
import { usePolling } from "../client/polling.js";

const PAUSE = 3000;

/** What was sent to a webhook, what waits, and what was given up. */
export function Deliveries({ webhook, act }) {
  const { data, again } = usePolling(`/webhooks/${webhook}/deliveries?limit=20`, PAUSE);
  if (!data) return null;
  const resend = async (one) => {
    await act(() => post(`/webhooks/${webhook}/replay`, { ids: [one.id], sent: one.status === "sent" }), t("webhooks.again.done"));
    again();
  };
  if (!data.deliveries.length) return html`<p class="quiet">${t("webhooks.deliveries.none")}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${t("webhooks.deliveries")}><table class="team-table">
    <thead><tr>${["event", "status", "attempts", "answer", "when"].map((name) => html`<th key=${name} scope="col">${t(`webhooks.delivery.${name}`)}</th>`)}<th scope="col"><span class="unseen">${t("webhooks.actions")}</span></th></tr></thead>
    <tbody>${data.deliveries.map((one) => html`<tr key=${one.id}>
      <th scope="row">#${integer(one.seq)}</th><td><span class="pill ${one.status === "failed" ? "bad" : ""}">${t(`webhooks.status.${one.status}`)}</span></td>
      <td>${integer(one.attempts)}</td><td class="detail">${one.answer ?? ""}</td><td class="when">${moment(one.at)}</td>
      <td>${one.status !== "waiting" && html`<button class="button small" type="button" onClick=${() => resend(one)}>${t("webhooks.again")}</button>`}</td></tr>`)}</tbody>
  </table></div>`;
}
