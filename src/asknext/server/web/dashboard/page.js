import { html, render, useEffect, useState } from "../vendor/htm-preact.js";
import { pageUrl, post } from "../client/api.js";
import { t } from "../client/messages.js";
import { usePolling } from "../client/polling.js";
import { toast } from "../client/toast.js";
import { Shell } from "../parts/shell.js";
import { Export } from "./export.js";
import { Learning } from "./learning.js";
import { People } from "./people.js";
import { Progress } from "./progress.js";
import { Queue } from "./queue.js";

const PAUSE = 3000;
const TABS = { progress: Progress, people: People, learning: Learning, queue: Queue };

export function mount(root, project) {
  render(html`<${Shell} page="dashboard" project=${project}><${Dashboard} project=${project} /><//>`, root);
}

function Dashboard({ project }) {
  const tab = useTab();
  const { data, problem, again } = usePolling("/dashboard", PAUSE);
  if (!data) return html`<section class="empty"><p class="quiet">${problem ?? t("app.loading")}</p></section>`;
  const may = (verb) => !project.identity || project.identity.verbs.includes(verb);
  return html`<div class="board">
    <header class="board-head">
      <h1>${t("dashboard.title")}</h1>
      <p class="quiet">${t("items.total", { count: data.progress.items })} · ${project.task.replace("_", "-")} · ${project.strategy?.name ?? project.strategy}</p>
      <div class="row board-tools">${may("train") && html`<${TrainNow} again=${again} />`}${may("export") && html`<${Export} />`}</div>
    </header>
    <nav class="tabs" aria-label=${t("dashboard.tabs")}>
      ${Object.keys(TABS).map((name) => html`<a key=${name} href=${`#${name}`} aria-current=${name === tab ? "true" : undefined}>${t(`dashboard.tab.${name}`)}</a>`)}
      <span class="tabs-end">
        ${may("export") && html`<a href=${pageUrl("card")}>${t("dashboard.card")}</a>`}
        ${may("manage_webhooks") && html`<a href=${pageUrl("connections")}>${t("dashboard.connections")}</a>`}
        <button type="button" class="link" onClick=${() => print()}>${t("dashboard.print")}</button>
      </span>
    </nav>
    <${TABS[tab]} key=${tab} data=${data} project=${project} />
  </div>`;
}

/** The part of the page that the address names; a link to a piece of advice leads to where it stands. */
function useTab() {
  const named = () => {
    const name = location.hash.slice(1);
    return name.startsWith("piece-") ? "learning" : name in TABS ? name : null;
  };
  const [tab, setTab] = useState(named() ?? "progress");
  useEffect(() => {
    const look = () => named() && setTab(named());
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
  }, []);
  useEffect(() => {
    if (location.hash.startsWith("#piece-")) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [tab]);
  return tab;
}

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
