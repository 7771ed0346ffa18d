import { html, render } from "../vendor/htm-preact.js";
import { post } from "../client/api.js";
import { t } from "../client/messages.js";
import { usePolling } from "../client/polling.js";
import { toast } from "../client/toast.js";
import { Shell } from "../parts/shell.js";
import { Advice } from "./advice.js";
import { AddClass } from "./add-class.js";
import { Annotators, Machine } from "./people.js";
import { Balance } from "./balance.js";
import { Contradiction } from "./contradiction.js";
import { Curve } from "./curve.js";
import { Export } from "./export.js";
import { Hints } from "./hints.js";
import { Tiles } from "./tiles.js";

const PAUSE = 3000;

export function mount(root, project) {
  render(html`<${Shell} page="dashboard" project=${project}><${Dashboard} project=${project} /><//>`, root);
}

function Dashboard({ project }) {
  const { data, problem, again } = usePolling("/dashboard", PAUSE);
  if (!data) return html`<section class="empty"><p class="quiet">${problem ?? t("app.loading")}</p></section>`;
  return html`<div class="board ${drawn(data.advice.pieces) ? "advised" : ""}">
    <header class="board-head">
      <h1>${t("dashboard.title")}</h1>
      <p class="quiet">${t("items.total", { count: data.progress.items })} · ${project.task.replace("_", "-")} · ${project.strategy?.name ?? project.strategy}</p>
      <div class="row board-tools"><${TrainNow} again=${again} /><${Export} /></div>
    </header>
    <${Advice} advice=${data.advice} />
    <${Tiles} data=${data} />
    <${Curve} data=${data} />
    <${Balance} classes=${data.classes}><${AddClass} /><//>
    <${Hints} pieces=${data.advice.pieces} />
    ${!drawn(data.advice.pieces) && html`<${Contradiction} points=${data.contradiction} />`}
    <${Annotators} people=${data.annotators} />
    <${Machine} trainer=${data.trainer} queue=${data.queue} />
  </div>`;
}

/** Whether the advice has the picture of contradictions, which need not be drawn twice. */
const drawn = (pieces) => pieces?.some((piece) => piece.name === "contradiction" && piece.picture) ?? false;

function TrainNow({ again }) {
  const train = async () => {
    try {
      const answer = await post("/train", {});
      toast(answer?.sentence ?? t("dashboard.train.asked"));
      again();
    } catch (error) {
      toast(error.message, { bad: true });
    }
  };
  return html`<button class="button" type="button" onClick=${train}>${t("dashboard.train")}</button>`;
}

