import { html, useState } from "../vendor/htm-preact.js";
import { call, post } from "../client/api.js";
import { integer, moment, t } from "../client/messages.js";
import { usePolling } from "../client/polling.js";
import { toast } from "../client/toast.js";
import { ShownOnce } from "../parts/shown-once.js";
import { Deliveries } from "./deliveries.js";

const PAUSE = 3000;

export function Webhooks() {
  const { data, problem, again } = usePolling("/webhooks", PAUSE);
  const [secret, setSecret] = useState(null);
  const [open, setOpen] = useState(null);
  /** Does something, then shows how things are now; whether it was done. */
  const act = async (work, said) => {
    try {
      const answer = await work();
      if (answer?.secret) setSecret(answer.secret);
      if (said) toast(said);
      again();
      return true;
    } catch (error) {
      toast(error.message, { bad: true });
      return false;
    }
  };
  return html`<section class="card team-card" aria-labelledby="webhooks-title">
    <h2 id="webhooks-title">${t("webhooks.title")}</h2>
    <p class="quiet">${t("webhooks.lead")}</p>
    ${!data ? html`<p class="quiet">${problem ?? t("app.loading")}</p>` : html`
      ${data.webhooks.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-labelledby="webhooks-title"><table class="team-table">
        <thead><tr>${["url", "kinds", "waiting", "sent", "failed"].map((name) => html`<th key=${name} scope="col">${t(`webhooks.${name}`)}</th>`)}<th scope="col"><span class="unseen">${t("webhooks.actions")}</span></th></tr></thead>
        <tbody>${data.webhooks.map((one) => html`<${Row} key=${one.id} one=${one} kinds=${data.kinds} act=${act} open=${open === one.id} onOpen=${() => setOpen(open === one.id ? null : one.id)} />`)}</tbody>
      </table></div>`}
      ${open !== null && html`<${Deliveries} webhook=${open} act=${act} />`}
      <${AddWebhook} kinds=${data.kinds} onAdd=${(body) => act(() => post("/webhooks", body), t("webhooks.added"))} />`}
    ${secret && html`<${ShownOnce} title=${t("webhooks.secret")} hint=${t("webhooks.secret.hint")} value=${secret} onClose=${() => setSecret(null)} />`}
  </section>`;
}

function Row({ one, kinds, act, open, onOpen }) {
  const path = `/webhooks/${one.id}`;
  const remove = () => confirm(t("webhooks.remove.sure", { url: one.url })) && act(() => call("DELETE", path), t("webhooks.removed"));
  const button = (name, work, said) => html`<button class="button small" type="button" onClick=${() => act(work, said)}>${t(`webhooks.${name}`)}</button>`;
  return html`<tr>
    <th scope="row">${one.url} ${!one.active && html`<span class="pill">${t("webhooks.paused")}</span>`}<br /><span class="quiet when">${t("webhooks.made", { by: one.by, at: moment(one.created) })}</span></th>
    <td>${one.kinds.length === kinds.length ? t("webhooks.kinds.all") : one.kinds.join(", ")}</td>
    <td>${integer(one.waiting)}</td><td>${integer(one.sent)}</td><td>${one.failed ? html`<span class="pill bad">${integer(one.failed)}</span>` : "0"}</td>
    <td><span class="row end">
      <button class="button small" type="button" aria-expanded=${String(open)} onClick=${onOpen}>${t("webhooks.deliveries")}</button>
      ${one.failed > 0 && button("again", () => post(`${path}/replay`, {}), t("webhooks.again.done"))}
      ${button(one.active ? "pause" : "resume", () => call("PATCH", path, { active: !one.active }))}
      ${button("rotate", () => post(`${path}/secret`))}
      <button class="button small" type="button" onClick=${remove}>${t("webhooks.remove")}</button></span></td>
  </tr>`;
}

function AddWebhook({ kinds, onAdd }) {
  const [url, setUrl] = useState("");
  const [chosen, setChosen] = useState([]);
  const add = async (event) => {
    event.preventDefault();
    if (!(await onAdd({ url: url.trim(), kinds: chosen }))) return;
    setUrl("");
    setChosen([]);
  };
  const toggle = (kind) => setChosen(chosen.includes(kind) ? chosen.filter((one) => one !== kind) : [...chosen, kind]);
  return html`<form class="webhook-form" onSubmit=${add}>
    <label class="field"><span>${t("webhooks.url.new")}</span><input class="filter-field" type="url" required value=${url} placeholder="https://example.org/hook" onInput=${(event) => setUrl(event.target.value)} autocomplete="off" /></label>
    <fieldset class="choices-set"><legend>${t("webhooks.kinds.choose")}</legend>
      ${kinds.map((kind) => html`<label key=${kind} class="check"><input type="checkbox" checked=${chosen.includes(kind)} onChange=${() => toggle(kind)} /> <span>${kind}</span></label>`)}</fieldset>
    <div class="row end"><button class="button primary" type="submit">${t("webhooks.add")}</button></div>
  </form>`;
}
