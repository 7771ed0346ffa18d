import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { post } from "../client/api.js";
import { useJob } from "../client/job.js";
import { integer, t } from "../client/messages.js";
import { toast } from "../client/toast.js";
import { Dialog } from "../parts/dialog.js";

const LOOK = 400;
/** As many as the server takes at once (labelling/bulk.py). */
const MOST = 100_000;
/** Each action with what it asks for; `first` is a priority, so that the items come before all others. */
const ACTIONS = { first: { action: "prioritise", field: "number", value: "1" }, ignore: { action: "ignore" }, skill: { action: "need_skill", field: "text", value: "" }, requeue: { action: "requeue" } };

/** Whether whoever looks may do anything to items here. */
export const mayAct = (project) => !project.identity || ["fix_labels", "prioritise"].every((verb) => project.identity.verbs.includes(verb));

/** What can be done with the chosen points: asked once more with their number, then done, and taken back where wished. */
export function Actions({ chosen, onDone, onClear, onList }) {
  const [asking, setAsking] = useState(null);
  const [job, setJob] = useJob(LOOK);
  const [done, setDone] = useState(null);
  useEffect(() => {
    if (!job || job.status === "running") return;
    const back = job.action === "undo";
    setDone(back ? null : job);
    setJob(null);
    onDone();
    toast(t(back ? "explore.undone" : "explore.done", { count: job.done }) + (job.failed ? ` ${t("bulk.failed", { count: job.failed })}` : ""), { bad: job.failed > 0 });
  }, [job?.status]);
  const begin = async (body) => {
    setAsking(null);
    try {
      setJob(await post("/jobs", body));
    } catch (error) {
      toast(error.message, { bad: true });
    }
  };
  const many = chosen.length > MOST;
  return html`<section class="explore-actions" aria-label=${t("explore.actions")}>
    <div class="row">
      <strong role="status">${t("explore.chosen", { count: chosen.length })}</strong>
      ${chosen.length > 0 && html`
        ${Object.keys(ACTIONS).map((one) => html`<button key=${one} type="button" class="button small" disabled=${many || job} onClick=${() => setAsking(one)}>${t(`explore.act.${one}`)}</button>`)}
        <button type="button" class="button small" onClick=${onList}>${t("explore.list.chosen")}</button>
        <button type="button" class="button small" onClick=${onClear}>${t("explore.clear")} <kbd aria-hidden="true">Esc</kbd></button>`}
      ${done && !job && html`<button type="button" class="button small" data-undo onClick=${() => begin({ action: "undo", value: done.id })}>${t("explore.undo", { count: done.done })} <kbd aria-hidden="true">U</kbd></button>`}
    </div>
    ${many && html`<p class="problem">${t("explore.many", { count: MOST })}</p>`}
    ${job && html`<progress max=${Math.max(job.total, 1)} value=${job.done + job.failed} aria-label=${t("bulk.progress")}></progress>`}
    ${asking && html`<${Ask} name=${asking} count=${chosen.length} onCancel=${() => setAsking(null)} onBegin=${(value) => begin({ action: ACTIONS[asking].action, value, items: chosen })} />`}
  </section>`;
}

function Ask({ name, count, onCancel, onBegin }) {
  const { field, value: first } = ACTIONS[name];
  const [value, setValue] = useState(first ?? "");
  const begin = (event) => {
    event.preventDefault();
    onBegin(field === "number" ? Number(value) : field ? value.trim() || null : null);
  };
  return html`<${Dialog} title=${t(`explore.ask.${name}`, { count })} onClose=${onCancel}>
    <form class="bulk-form" onSubmit=${begin}>
      <p>${t(`explore.ask.${name}.text`)}</p>
      ${field && html`<label class="field"><span>${t(`explore.ask.${name}.value`)}</span><input class="filter-field" type=${field} step="any" required=${field === "number"} value=${value} onInput=${(event) => setValue(event.target.value)} autocomplete="off" /></label>`}
      <div class="row end"><button class="button" type="button" onClick=${onCancel}>${t("app.cancel")}</button>
        <button class="button primary" type="submit">${t(`explore.act.${name}`)} (${integer(count)})</button></div>
    </form>
  <//>`;
}
