import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/htm-preact.js";
import { printed } from "../client/keymap.js";
import { t } from "../client/messages.js";
import { preference, setPreference } from "../client/preferences.js";

/** Each step stands beside the control it is about. */
const STEPS = [
  { name: "item", anchor: ".stage" },
  { name: "answer", anchor: ".answer > .choices, .filtered" },
  { name: "undo", anchor: "[data-action=undo]", action: "undo" },
  { name: "skip", anchor: "[data-action=skip]", action: "skip" },
  { name: "guidelines", anchor: "[data-action=guidelines]", action: "guidelines" },
  { name: "help", anchor: "[data-action=help]", action: "help" },
];

/** The first ones where the item is annotated. */
const ANNOTATING = [
  { name: "item.annotated", anchor: ".stage" },
  { name: "classes", anchor: ".class-bar" },
  { name: "submit", anchor: ".submit-row" },
];

/** Whether nobody has seen the tour in this browser. */
export const isTourNew = () => preference("tour") !== "seen";

/** A short way round the page for whoever labels for the first time; it can be left at any time. */
export function Tour({ project, keys, annotating, onClose }) {
  const [place, setPlace] = useState(0);
  const box = useRef(null);
  const steps = (annotating ? [...ANNOTATING, ...STEPS.slice(2)] : STEPS).filter(({ anchor }) => visible(document.querySelector(anchor)));
  const step = steps[Math.min(place, steps.length - 1)] ?? STEPS[0];
  const last = place >= steps.length - 1;
  useEffect(() => setPreference("tour", "seen"), []);
  useLayoutEffect(() => {
    if (!box.current.open) box.current.showModal();
    const anchor = document.querySelector(step.anchor);
    if (!anchor) return undefined;
    anchor.classList.add("tour-here");
    const put = () => putBeside(box.current, anchor);
    put();
    addEventListener("resize", put);
    return () => {
      removeEventListener("resize", put);
      anchor.classList.remove("tour-here");
    };
  }, [step]);
  const go = (by) => (last && by > 0 ? onClose() : setPlace(Math.max(place + by, 0)));
  const onKey = (event) => {
    if (event.key === "ArrowRight" || (event.key === "Enter" && event.target.tagName !== "BUTTON")) go(1);
    else if (event.key === "ArrowLeft") go(-1);
    else return;
    event.preventDefault();
  };
  const cancel = (event) => {
    event.preventDefault();
    onClose();
  };
  return html`<dialog ref=${box} class="tour" aria-labelledby="tour-title" aria-describedby="tour-text" onCancel=${cancel} onKeyDown=${onKey}>
    <h2 id="tour-title">${t(`tour.${step.name}`)}</h2>
    <p id="tour-text" aria-live="polite">${t(`tour.${step.name}.${project.multi && step.name === "answer" ? "several" : "text"}`, { key: step.action ? printed(keys[step.action]) : "" })}</p>
    <footer class="row between">
      <span class="quiet">${t("tour.place", { place: place + 1, count: steps.length })}</span>
      <span class="row">
        ${!last && html`<button type="button" class="button small" onClick=${onClose}>${t("tour.leave")} <kbd aria-hidden="true">Esc</kbd></button>`}
        ${place > 0 && html`<button type="button" class="button small" onClick=${() => go(-1)}>${t("tour.back")}</button>`}
        <button type="button" class="button small primary" autofocus onClick=${() => go(1)}>${t(last ? "tour.done" : "tour.next")} <kbd aria-hidden="true">↵</kbd></button>
      </span>
    </footer>
  </dialog>`;
}

const visible = (element) => Boolean(element?.getClientRects().length);

const GAP = 12;

/** Below the anchor where there is room, else above it, else inside its upper part; never out of the window. */
function putBeside(box, anchor) {
  const here = anchor.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const below = here.bottom + GAP;
  const above = here.top - GAP - height;
  const top = below + height < innerHeight ? below : above > 0 ? above : here.top + GAP;
  const left = here.left + here.width / 2 - width / 2;
  box.style.top = `${Math.max(GAP, Math.min(top, innerHeight - height - GAP))}px`;
  box.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
}
