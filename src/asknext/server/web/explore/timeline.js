import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { get } from "../client/api.js";
import { decimal, t } from "../client/messages.js";

const WIDTH = 320;
const EDGE = 8;

/** When the items of the same video are in it; each is a way to it. */
export function Timeline({ item, onGo }) {
  const [found, setFound] = useState({ unit: "", moments: [] });
  useEffect(() => {
    let over = false;
    setFound({ unit: "", moments: [] });
    if (item.group) get(`/explore/moments/${item.item}`).then((answer) => !over && setFound(answer), () => {});
    return () => {
      over = true;
    };
  }, [item.item]);
  const { unit, moments } = found;
  if (moments.length < 2) return null;
  const [first, last] = [moments[0].at, moments.at(-1).at];
  const across = (at) => EDGE + ((at - first) / (last - first || 1)) * (WIDTH - 2 * EDGE);
  const place = moments.findIndex((one) => one.item === item.item);
  const said = (at) => t(`explore.at.${unit}`, { at: unit === "seconds" ? decimal(at) : at });
  return html`<section class="timeline" aria-label=${t("explore.timeline", { name: item.group })}>
    <h3 dir="auto">${t("explore.timeline", { name: item.group })}</h3>
    <svg viewBox="0 0 ${WIDTH} 34" role="img" aria-label=${t("explore.timeline.count", { count: moments.length })}>
      <line x1=${EDGE} x2=${WIDTH - EDGE} y1="17" y2="17" class="timeline-axis" />
      ${moments.map((one) => html`<line key=${one.item} x1=${across(one.at)} x2=${across(one.at)} y1=${one.item === item.item ? 3 : 9} y2=${one.item === item.item ? 31 : 25}
        class="timeline-mark ${one.state === "labelled" ? "labelled" : ""} ${one.item === item.item ? "here" : ""}" onClick=${() => onGo(one.item)}><title>${said(one.at)}</title></line>`)}
    </svg>
    <div class="row between"><button type="button" class="button small" disabled=${place <= 0} onClick=${() => onGo(moments[place - 1].item)}>${t("explore.earlier")}</button>
      <span class="number quiet">${said(item.item === moments[place]?.item ? moments[place].at : first)}</span>
      <button type="button" class="button small" disabled=${place < 0 || place >= moments.length - 1} onClick=${() => onGo(moments[place + 1].item)}>${t("explore.later")}</button></div>
  </section>`;
}
