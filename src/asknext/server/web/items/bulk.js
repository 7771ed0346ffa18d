import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { post } from "../client/api.js";
import { useJob } from "../client/job.js";
import { integer, t } from "../client/messages.js";
import { toast } from "../client/toast.js";
import { Dialog } from "../parts/dialog.js";

const LOOK = 1000;
const PLAIN = ["requeue", "ignore", "unignore", "flag", "unflag"];
const VALUED = { prioritise: "number", want: "number", need_skill: "text", assign: "text" };

/** One action for every item that the filters find, with its progress. */
export function Bulk({ filter, total, onDone }) {
  const [open, setOpen] = useState(false);
  const [job, setJob] = useJob(LOOK);
  useEffect(() => {
    if (job && job.status !== "running") onDone();
  }, [job?.status]);
  const cancel = () => post(`/jobs/${job.id}/cancel`).then(setJob, (error) => toast(error.message, { bad: true }));
  return html`<div class="bulk">
    <button class="button small" type="button" disabled=${!total || filter.disagrees !== ""} onClick=${() => setOpen(true)}>${t("bulk.open")}</button>
    ${job && html`<${Progress} job=${job} onCancel=${cancel} onClose=${() => setJob(null)} />`}
    ${open && html`<${Ask} filter=${filter} total=${total} onBegun=${(begun) => { setOpen(false); setJob(begun); }} onClose=${() => setOpen(false)} />`}
  </div>`;
}

function Progress({ job, onCancel, onClose }) {
  const over = job.status !== "running";
  return html`<div class="bulk-progress" role="status">
    <span>${t(`bulk.status.${job.status}`, { done: job.done, total: job.total })}${job.failed ? ` ${t("bulk.failed", { count: job.failed })}` : ""}</span>
    <progress max=${Math.max(job.total, 1)} value=${job.done + job.failed} aria-label=${t("bulk.progress")}></progress>
    <button class="button small" type="button" onClick=${over ? onClose : onCancel}>${t(over ? "app.close" : "app.cancel")}</button>
    ${job.problems.length > 0 && html`<details><summary>${t("bulk.problems")}</summary><ul>${job.problems.slice(0, 20).map((one, place) => html`<li key=${place}>${one.id ?? one.item}: ${one.message}</li>`)}</ul></details>`}
  </div>`;
}

function Ask({ filter, total, onBegun, onClose }) {
  const [action, setAction] = useState(PLAIN[0]);
  const [value, setValue] = useState("");
  const begin = async (event) => {
    event.preventDefault();
    const { search, state, class: which, stream } = filter;
    const chosen = { search, state, value: which || null, control: stream ? stream === "control" : null };
    try {
      onBegun(await post("/jobs", { action, value: typed(action, value), filter: chosen }));
    } catch (error) {
      toast(error.message, { bad: true });
    }
  };
  return html`<${Dialog} title=${t("bulk.title")} onClose=${onClose}>
    <form class="bulk-form" onSubmit=${begin}>
      <p>${t("bulk.about", { count: total })}</p>
      <label class="field"><span>${t("bulk.action")}</span><select class="filter-field" value=${action} onChange=${(event) => setAction(event.target.value)}>
        ${[...PLAIN, ...Object.keys(VALUED)].map((one) => html`<option key=${one} value=${one}>${t(`bulk.action.${one}`)}</option>`)}</select></label>
      ${action in VALUED && html`<label class="field"><span>${t(`bulk.value.${action}`)}</span><input class="filter-field" type=${VALUED[action]} step="any" value=${value} onInput=${(event) => setValue(event.target.value)} autocomplete="off" /></label>`}
      <div class="row end"><button class="button" type="button" onClick=${onClose}>${t("app.cancel")}</button><button class="button primary" type="submit">${t("bulk.begin", { count: integer(total) })}</button></div>
    </form>
  <//>`;
}

function typed(action, value) {
  if (!(action in VALUED)) return null;
  if (VALUED[action] === "number") return value === "" ? (action === "prioritise" ? 0 : null) : Number(value);
  return value.trim() || null;
}
