import { html, useEffect, useMemo, useRef, useState } from "../../vendor/htm-preact.js";
import { t } from "../../client/messages.js";
import { preference, setPreference } from "../../client/preferences.js";
import { Canvas, describe as describeShape, tools } from "../image/canvas.js";
import { filled } from "./interpolation.js";
import { keysOf } from "./keys.js";
import { usePrefetched } from "./prefetch.js";
import { Strip, when } from "./strip.js";
import { TrackList } from "./track-list.js";
import { copied, ended, inOrder, ofFrame, ofTrack, secondsOf, settled, tracksOf, withFrame, withoutTrack } from "./tracks.js";

export { tools };

/** Where a shape is in time and in the picture, for lists. */
export const describe = (shape) => [t("sequence.at", { index: shape.frame }), shape.attributes?.interpolated === true && t("sequence.computed"), describeShape(shape)].filter(Boolean).join(" · ");

/** The chosen frames of a video: one of them large, all of them in a strip, the tracks below. */
export function Surface(props) {
  const { item, value, ghosts, active, pick, look, readOnly, onChange, onActive, onPick, api } = props;
  const { frames, video, count, width, height } = item.content;
  const [place, setPlace] = useState(0);
  const [held, setHeld] = useState(null);
  const [onion, setOnion] = useState(preference("sequence.onion") === "shown");
  const seconds = useMemo(() => secondsOf(frames), [frames]);
  const tracks = useMemo(() => tracksOf(value), [value]);
  const counts = useMemo(() => countsOf(value), [value]);
  const frame = frames[place];
  const here = useMemo(() => ofFrame(value, frame.index), [value, frame]);
  const suggested = useMemo(() => ofFrame(ghosts, frame.index), [ghosts, frame]);
  usePrefetched(frames, place);

  const last = useRef(value);
  useEffect(() => {
    // What others changed, such as the class of one shape in the list, is brought to its whole track.
    const found = readOnly ? value : settled(value, last.current, seconds);
    last.current = found;
    if (found !== value) onChange(found, { merge: true });
  }, [value]);
  const put = (next, options) => {
    last.current = settled(next, value, seconds);
    onChange(last.current, options);
  };

  useEffect(() => {
    const chosen = [...value, ...ghosts].find((each) => each.id === active);
    const at = chosen ? frames.findIndex((each) => each.index === chosen.frame) : -1;
    if (at >= 0 && at !== place) setPlace(at);
    if (chosen?.group && value.includes(chosen)) setHeld(chosen.group);
  }, [active, value]);

  const to = (at, track = held) => {
    const next = Math.min(Math.max(at, 0), frames.length - 1);
    const goingOn = ofTrack(value, track).find((each) => each.frame === frames[next].index);
    setPlace(next);
    onActive(goingOn?.id ?? null);
    const classOf = track && ofTrack(value, track)[0]?.class;
    if (classOf && classOf !== pick.classId) onPick({ classId: classOf });
    if (next !== place) api.say(t("sequence.frame.at", { number: next + 1, index: frames[next].index, time: when(frames[next]), count: counts.get(frames[next].index) ?? 0 }));
  };

  const copy = () => {
    if (place === frames.length - 1) return api.say(t("sequence.last"));
    const shapes = here.filter((each) => each.id === active);
    const next = copied(value, shapes.length ? shapes : here, frames[place + 1].index, api.newId);
    const chosen = ofFrame(next, frames[place + 1].index).find((each) => shapes.length && each.group === shapes[0].group);
    if (!here.length) return api.say(t("sequence.empty"));
    put(next, { active: chosen?.id ?? null });
    setPlace(place + 1);
    return api.say(t("sequence.copied", { count: next.length - value.length, index: frames[place + 1].index }));
  };

  const act = {
    fill: (track) => {
      const next = inOrder(filled(value, seconds, track, frame.index));
      if (next.length === value.length) return api.toast(t("sequence.fill.nothing"));
      put(next, {});
      return api.say(t("sequence.filled", { count: next.length - value.length }));
    },
    end: (track) => {
      const next = ended(value, track, frame.index);
      if (next.length === value.length) return api.say(t("sequence.end.nothing"));
      put(next, {});
      return api.say(t("sequence.ended", { count: value.length - next.length }));
    },
    remove: (track) => {
      setHeld(null);
      put(withoutTrack(value, track), { active: null });
      return api.say(t("sequence.removed", { track }));
    },
  };
  const letGo = () => {
    if (!held) return false;
    setHeld(null);
    onActive(null);
    return true;
  };

  const now = useRef();
  now.current = {
    held, act, copy, letGo, say: api.say,
    go: (by) => to(place + by),
    toggleOnion: () => {
      setPreference("sequence.onion", onion ? "hidden" : "shown");
      setOnion(!onion);
    },
  };
  useEffect(() => api.bind(keysOf(() => now.current, readOnly)), [readOnly]);

  const under = onion ? [place - 1, place + 1].flatMap((at) => (frames[at] ? ofFrame(value, frames[at].index) : [])) : NOTHING;
  const mark = (shape) => {
    setHeld(shape.group);
    setPlace(frames.findIndex((each) => each.index === shape.frame));
    onActive(shape.id);
  };
  const content = { url: frame.image, width, height, alt: video };
  return html`<div class="sequence" role="group" aria-label=${t("sequence.title", { video: video ?? "" })}>
    <${Canvas} ...${props} content=${content} value=${here} ghosts=${suggested} under=${under} bar=${html`<${Bar} place=${place} frames=${frames} onion=${onion} readOnly=${readOnly} now=${now} />`} label=${t("sequence.picture", { number: place + 1, of: frames.length, index: frame.index, time: when(frame) })}
      onChange=${(next, options = {}) => put(withFrame(value, frame.index, next, held), options)} />
    <${Strip} frames=${frames} place=${place} counts=${counts} onPlace=${(at) => to(at)} />
    <${TrackList} tracks=${tracks} frames=${frames} count=${count} place=${place} held=${held} look=${look} readOnly=${readOnly} onMark=${mark} act=${act} />
  </div>`;
}

const NOTHING = [];

function countsOf(value) {
  const found = new Map();
  for (const each of value) found.set(each.frame, (found.get(each.frame) ?? 0) + 1);
  return found;
}

function Bar({ place, frames, onion, readOnly, now }) {
  const button = (label, text, run, more = {}) => html`<button type="button" class="button small" title=${label} onClick=${(event) => (event.detail > 0 && event.currentTarget.blur(), run())} ...${more}>${text}</button>`;
  return html`<div class="sequence-bar">
    ${button(t("sequence.key.previous"), "‹", () => now.current.go(-1), { "aria-label": t("sequence.key.previous"), disabled: place === 0 })}
    <span class="sequence-place">${t("sequence.place", { number: place + 1, of: frames.length, index: frames[place].index, time: when(frames[place]) })}</span>
    ${button(t("sequence.key.next"), "›", () => now.current.go(1), { "aria-label": t("sequence.key.next"), disabled: place === frames.length - 1 })}
    ${!readOnly && button(t("sequence.key.copy"), html`${t("sequence.copy")} <kbd aria-hidden="true">R</kbd>`, () => now.current.copy(), { disabled: place === frames.length - 1 })}
    <button type="button" class="button small" aria-pressed=${String(onion)} onClick=${() => now.current.toggleOnion()}>${t("sequence.onion")}</button>
  </div>`;
}
