import { html, render, useCallback, useEffect, useMemo, useRef, useState } from "../vendor/htm-preact.js";
import { get } from "../client/api.js";
import { announce } from "../client/announce.js";
import { useKeydown } from "../client/keydown.js";
import { writing } from "../client/keymap.js";
import { t } from "../client/messages.js";
import { excerpt, labelText } from "../client/project.js";
import { toast } from "../client/toast.js";
import { Shell } from "../parts/shell.js";
import { Actions, mayAct } from "./actions.js";
import { WAYS, colouring, paletteTexels, parts } from "./colours.js";
import { Grid } from "./grid.js";
import { Legend } from "./legend.js";
import { PointMap, inView } from "./map.js";
import { Panel, Rows, useItem } from "./panel.js";
import { useChosen } from "./selection.js";
import { usePool } from "./pool.js";
import { useTheme } from "./theme.js";

const TOOLS = ["pan", "lasso", "rectangle"];
const NONE = [];

export function mount(root, project) {
  render(html`<${Shell} page="explore" project=${project}><${Explore} project=${project} /><//>`, root);
}

function Explore({ project }) {
  const [method, setMethod] = useState(new URLSearchParams(location.search).get("map") ?? "pca");
  const pool = usePool(method);
  return html`<div class="explore">
    <header class="explore-head"><h1>${t("explore.title")}</h1>
      <p class="quiet" aria-live="polite">${pool.about ? t("items.total", { count: pool.about.n }) : ""}</p>
      ${pool.about && html`<label class="field inline"><span>${t("explore.method")}</span><select name="map" value=${method} onChange=${(event) => setMethod(event.target.value)}>
        ${pool.about.methods.map((one) => html`<option value=${one} disabled=${!pool.about.available.includes(one)}>${t(`explore.method.${one}`)}</option>`)}</select></label>`}
      <${Told} pool=${pool} />
    </header>
    ${pool.ready ? html`<${Pool} key=${pool.places.digest} project=${project} pool=${pool} />` : html`<${Waiting} pool=${pool} />`}
  </div>`;
}

/** How the map was made, and what can be done where it is not of all items as they are now. */
function Told({ pool }) {
  const { map } = pool.about ?? {};
  if (!map || !pool.ready) return null;
  return html`<p class="explore-told quiet">${map.state === "making" ? t("explore.making", { sentence: map.sentence }) : map.sentence}
    ${map.stale && map.state !== "making" && html` ${t("explore.stale")} <button type="button" class="button small" onClick=${pool.make}>${t("explore.again")}</button>`}
    ${pool.newer && html` <button type="button" class="button small" onClick=${pool.load}>${t("explore.newer")}</button>`}</p>`;
}

function Waiting({ pool }) {
  const { about, problem } = pool;
  const failed = problem ?? (about?.map.state === "failed" ? about.map.sentence : null);
  return html`<div class="empty"><p role="status">${about?.n === 0 ? t("explore.empty") : failed ?? t("explore.waiting")}</p>
    ${about?.n === 0 && html`<p class="quiet">${t("explore.empty.hint")}</p>`}
    ${!failed && about?.map.state === "making" && html`<p class="quiet">${about.map.sentence || t("explore.waiting.hint")}</p>`}
    ${failed && html`<button type="button" class="button primary" onClick=${pool.make}>${t("app.retry")}</button>`}</div>`;
}

function Pool({ project, pool }) {
  const { places, columns } = pool;
  const theme = useTheme();
  const [way, setWay] = useState("label");
  const [tool, setTool] = useState("pan");
  const [hidden, setHidden] = useState(new Set());
  const [at, setAt] = useState(-1);
  const [peek, setPeek] = useState(-1);
  const [list, setList] = useState(null);
  const [blind, setBlind] = useState(false);
  const seen = useRef(null);
  const grid = useMemo(() => new Grid(places.positions), [places]);
  const coloured = useMemo(() => colouring(way, columns.columns, columns.about, grid.length, project), [way, columns, grid]);
  const texels = useMemo(() => paletteTexels(coloured.range, hidden, theme.name), [coloured, hidden, theme.name]);
  const ground = useMemo(() => parts(theme.ground), [theme.ground]);
  const shown = useCallback((point) => !hidden.has(coloured.codes[point]), [hidden, coloured]);
  const { marks, chosen, choose, clear } = useChosen(grid.length);
  const pinned = useItem(at, (item) => announce(`${item.id}: ${item.label ? labelText(project, item.label, t("items.none")) : t("items.unlabelled")}. ${excerpt(item.content, 100)}`));
  const hovered = useItem(at < 0 ? peek : -1);
  const near = list?.near ?? NONE;

  const colourBy = (next) => {
    setHidden(new Set());
    setWay(next);
  };
  const similar = async () => {
    if (at < 0) return;
    try {
      const { items } = await get(`/explore/similar/${at}?count=24`);
      const rows = items.map((one) => one.item);
      setList({ title: t("explore.similar.title", { id: pinned?.id ?? at }), rows, near: rows, distances: new Map(items.map((one) => [one.item, one.distance])) });
    } catch (error) {
      toast(error.message, { bad: true });
    }
  };
  // without a picture all of the map counts as seen
  const seenPoints = () => (seen.current ? inView(seen.current, grid, shown) : [...grid.order.keys()].filter(shown));
  const listView = () => {
    const rows = seenPoints();
    setList({ title: t("explore.list.view", { count: rows.length }), rows });
  };
  const lasso = (polygon, event) => choose(grid.inside(polygon, shown), event.shiftKey ? "more" : event.altKey ? "less" : "new");
  const keys = {
    v: () => setTool("pan"), l: () => setTool("lasso"), r: () => setTool("rectangle"), s: similar, i: listView,
    a: () => choose(seenPoints(), "new"),
    u: () => document.querySelector("[data-undo]")?.click(),
    " ": at >= 0 ? () => choose([at], marks[at] ? "less" : "more") : undefined,
    Escape: () => (chosen.length ? clear() : setAt(-1)),
  };
  useKeydown(onKey, keys);
  const go = (item) => (item < grid.length ? setAt(item) : toast(t("explore.no.place")));

  return html`<div class="explore-tools row">
      <label class="field inline"><span>${t("explore.colour")}</span><select name="colour" value=${way} onChange=${(event) => colourBy(event.target.value)}>
        ${WAYS.map((one) => html`<option value=${one}>${t(`explore.way.${one}`)}</option>`)}</select></label>
      <div class="row" role="group" aria-label=${t("explore.tools")}>${TOOLS.map((one) => html`<button key=${one} type="button" class="button small" aria-pressed=${String(tool === one)} onClick=${() => setTool(one)}>${t(`explore.tool.${one}`)} <kbd aria-hidden="true">${t(`explore.tool.${one}.key`)}</kbd></button>`)}</div>
      <button type="button" class="button small" onClick=${keys.a}>${t("explore.choose.view")} <kbd aria-hidden="true">A</kbd></button>
      <button type="button" class="button small" onClick=${listView}>${t("explore.list")} <kbd aria-hidden="true">I</kbd></button>
    </div>
    <div class="explore-body">
      <div class="explore-map">
        <${PointMap} grid=${grid} codes=${coloured.codes} marks=${marks} texels=${texels} ground=${ground} hidden=${hidden} tool=${tool} at=${at} near=${near}
          label=${t("explore.map.label", { count: grid.length, method: t(`explore.method.${places.method}`) })} onPick=${setAt} onPeek=${setPeek} onLasso=${lasso} onView=${(state) => { seen.current = state; }} onBlind=${() => setBlind(true)} />
        ${blind && html`<p class="explore-blind">${t("explore.no.webgl")}</p>`}
        <p id="map-keys" class="unseen">${t("explore.map.keys")}</p>
      </div>
      <aside class="explore-side" aria-label=${t("explore.side")}>
        ${mayAct(project) && html`<${Actions} chosen=${chosen} onDone=${pool.load} onClear=${clear} onList=${() => setList({ title: t("explore.chosen", { count: chosen.length }), rows: chosen })} />`}
        ${list && html`<${Rows} project=${project} title=${list.title} rows=${list.rows} distances=${list.distances} chosen=${at} onPick=${go} onClose=${() => setList(null)} />`}
        <div class="card explore-card"><${Panel} project=${project} item=${pinned ?? hovered} pinned=${Boolean(pinned)} onSimilar=${similar} onGo=${go} /></div>
        <div class="card explore-card"><${Legend} coloured=${coloured} theme=${theme.name} hidden=${hidden} onHidden=${setHidden} /></div>
      </aside>
    </div>`;
}

function onKey(event, keys) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector("dialog[open]") || writing(event)) return;
  if (event.key === " " && event.target.closest("button, input, a, summary")) return;
  const work = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!work) return;
  event.preventDefault();
  work();
}
