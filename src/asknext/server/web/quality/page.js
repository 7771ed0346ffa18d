import { html, render, useEffect, useState } from "../vendor/htm-preact.js";
import { post } from "../client/api.js";
import { moment, t } from "../client/messages.js";
import { usePolling } from "../client/polling.js";
import { toast } from "../client/toast.js";
import { Shell } from "../parts/shell.js";
import { Acting } from "./acting.js";
import { Chart } from "./charts.js";
import { Figures } from "./figures.js";
import { Subjects } from "./subjects.js";

const PAUSE = 4000;

export function mount(root, project) {
  render(html`<${Shell} page="quality" project=${project}><${Quality} project=${project} /><//>`, root);
}

const subjectOfAddress = () => new URLSearchParams(location.search).get("subject");

function Quality({ project }) {
  const { data, problem, again } = usePolling("/quality", PAUSE);
  const [chosen, setChosen] = useState(subjectOfAddress);
  const report = data?.report;
  const section = report?.sections.find((one) => one.name === chosen) ?? report?.sections[0];
  useEffect(() => {
    if (chosen) history.replaceState(null, "", `?subject=${chosen}`);
  }, [chosen]);
  return html`<div class="quality">
    <header class="quality-head"><h1>${t("quality.title")}</h1><${Made} data=${data} problem=${problem} again=${again} /></header>
    ${report ? html`<div class="quality-body">
        <${Subjects} sections=${report.sections} chosen=${section.name} onChoose=${setChosen} />
        <${Subject} key=${section.name} project=${project} section=${section} made=${report.made} />
      </div>` : html`<section class="empty card"><p class="quiet">${problem ?? data?.sentence ?? ""}</p>${data?.state === "running" && html`<p>${t("quality.first")}</p>`}</section>`}
  </div>`;
}

function Made({ data, again }) {
  if (!data) return html`<p class="quiet">${t("app.loading")}</p>`;
  const make = async () => {
    try {
      await post("/quality", {});
    } catch (error) {
      toast(error.message, { bad: true });
    }
    again();
  };
  const running = data.state === "running";
  return html`<p class="quiet" aria-live="polite">${data.report && t("quality.made", { at: moment(data.report.made), labelled: data.report.labelled, items: data.report.items })}
      ${running ? ` ${t("quality.running")}` : data.stale && data.report ? ` ${t("quality.stale")}` : ""}${data.state === "failed" ? ` ${data.sentence}` : ""}</p>
    <button type="button" class="button small" disabled=${running} onClick=${make}>${t("quality.again")}</button>`;
}

function Subject({ project, section, made }) {
  return html`<section class="subject" aria-labelledby="subject-title">
    <div class="card subject-head">
      <h2 id="subject-title">${section.title} <span class="pill level-${section.level}">${t(`quality.level.${section.level}`)}</span></h2>
      <p class="subject-sentence">${section.sentence}</p>
      ${section.todo && html`<p>${section.todo}</p>`}
      <p class="quiet small">${section.source}</p>
    </div>
    ${section.found > 0 && html`<${Acting} project=${project} section=${section} made=${made} />`}
    ${section.charts.length > 0 && html`<div class="card charts">${section.charts.map((chart) => html`<${Chart} chart=${chart} />`)}</div>`}
    ${section.tables.filter((one) => one.rows.length).map((table) => html`<${Figures} table=${table} />`)}
  </section>`;
}
