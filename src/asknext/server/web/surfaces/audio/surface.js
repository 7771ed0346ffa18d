import { html, useEffect, useMemo, useRef, useState } from "../../vendor/htm-preact.js";
import { t } from "../../client/messages.js";
import { preference, setPreference } from "../../client/preferences.js";
import { useStore } from "../../client/store.js";
import { Bar } from "./bar.js";
import { regionAt } from "./edits.js";
import { keysOf } from "./keys.js";
import { usePieces } from "./pictures.js";
import { usePlayer } from "./player.js";
import { useRecording } from "./recording.js";
import { Overview, Stage } from "./stage.js";
import { clock, following, showing, whole } from "./view.js";

const KIND = "audio_region";

/** Regions of a recording, on its outline and its frequencies. */
export function Surface(props) {
  const about = useRecording(props.item.content);
  if (!about) return html`<p class="quiet surface-loading">${t("audio.loading")}</p>`;
  if (about.trouble) return html`<p class="text medium quiet" role="note">${about.trouble} (${props.item.content.alt})</p>`;
  return html`<${Desk} ...${props} about=${about} />`;
}

/** The times of a region, for lists. */
export const describe = (region) => `${clock(region.start)} – ${clock(region.end)}`;

function Desk({ item, about, value, ghosts, active: activeId, hidden, pick, look, readOnly, onChange, onActive, api }) {
  const [view, setView] = useState(() => whole(about.seconds));
  const [draft, setDraft] = useState(null);
  const [mark, setMark] = useState(null);
  const [part, setPart] = useState("end");
  const [levels, setLevels] = useState(preference("audio.levels", "shown") === "shown");
  const player = usePlayer(item.content);
  const { broken, loop } = useStore(player);
  const pieces = usePieces(item.content, about);
  const regions = useMemo(() => drawn(value, ghosts, hidden), [value, ghosts, hidden]);
  const active = regions.find((each) => each.id === activeId) ?? null;
  const heads = useHeads(player);

  const change = (region, merge = false) => onChange(value.map((each) => (each.id === region.id ? region : each)), { merge });
  const draw = (ends) => {
    const id = api.newId();
    onChange([...value, { type: KIND, ...ends, id, class: pick.classId }], { active: id });
    setPart("end");
  };
  const now = useRef();
  now.current = {
    about, player, view, active, part, mark, readOnly, setView, setMark, setPart, change, draw, onActive, say: api.say,
    loop: () => player.setLoop(loop ? null : (active ?? { start: view.from, end: view.to })),
    toggleLevels: () => {
      setPreference("audio.levels", levels ? "hidden" : "shown");
      setLevels(!levels);
    },
  };
  const keys = useMemo(() => keysOf(() => now.current), [readOnly]);
  useEffect(() => api.bind(keys), [keys]);
  useEffect(() => heads.add((head) => player.state.playing && setView((shown) => following(shown, head, about.seconds))), [player]);
  useEffect(() => {
    if (active) setView((shown) => showing(shown, active.start, active.end, about.seconds));
    if (loop && active && !active.ghost) player.set({ loop: active });
  }, [active?.id, active?.start, active?.end]);

  const onClick = (moment, id) => {
    player.seek(moment);
    onActive(id ?? regionAt(regions, moment)?.id ?? null);
  };
  const gestures = { view, seconds: about.seconds, regions, readOnly, setView, setDraft, onClick, onDrawn: draw, onMoved: change };
  const shared = { pieces, about, view, regions, look, onHead: heads.add };
  const drafted = draft && { ...(regions.find((each) => each.id === draft.id) ?? { class: pick.classId }), ...draft };
  return html`<div class="audio" role="group" aria-label=${t("audio.title")}>
    <${Bar} player=${player} about=${about} levels=${levels} onHead=${heads.add} act=${(key) => keys.find((each) => each.key === key).run({})} />
    ${broken && html`<p class="quiet" role="note">${t("audio.broken")}</p>`}
    <${Stage} ...${shared} levels=${levels} draft=${drafted} mark=${mark} active=${active} part=${part} readOnly=${readOnly} gestures=${gestures} />
    <${Overview} ...${shared} setView=${setView} />
  </div>`;
}

function drawn(value, ghosts, hidden) {
  const all = [...value, ...ghosts.map((each) => ({ ...each, ghost: true }))];
  return all.filter((each) => each.type === KIND && !hidden?.has(each.id));
}

/** Those who want to know where the head is: {add(hear) -> remove}. Each hears at once where it is now. */
function useHeads(player) {
  const heads = useMemo(() => {
    const hearing = new Set();
    player.onHead = (head) => hearing.forEach((hear) => hear(head));
    return {
      add: (hear) => {
        hearing.add(hear);
        hear(player.head);
        return () => hearing.delete(hear);
      },
    };
  }, [player]);
  return heads;
}
