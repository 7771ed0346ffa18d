import { t } from "../../client/messages.js";
import { RATES } from "./player.js";
import { between, nudged } from "./edits.js";
import { showing, spanOf, scrolled, whole, zoomed } from "./view.js";

const PARTS = ["end", "start", "whole"];

/** What the keys do. `now()` gives what holds when one is pressed (see Surface). */
export function keysOf(now) {
  const seek = (to) => {
    const { player, about } = now();
    player.seek(Math.min(Math.max(to, 0), about.seconds));
    now().setView(showing(now().view, player.head, player.head, about.seconds));
  };
  const arrow = (key, sign) => [
    { key, text: sign < 0 ? t("audio.key.arrows") : undefined, repeat: true, run: (event) => nudge(0.01 * sign, event) },
    { key, shift: true, text: sign < 0 ? t("audio.key.arrows.shift") : undefined, repeat: true, run: (event) => nudge(0.1 * sign, event) },
  ];
  const nudge = (by, event) => {
    const { active, about, player, part, readOnly, change } = now();
    if (active && !active.ghost && !readOnly) return change(nudged(active, part, by, about.seconds), event.repeat);
    return seek(player.head + 10 * by);
  };
  const rate = (step) => () => {
    const { player, say } = now();
    const place = Math.min(Math.max(RATES.indexOf(player.state.rate) + step, 0), RATES.length - 1);
    player.setRate(RATES[place]);
    say(t("audio.rate.now", { rate: RATES[place] }));
  };
  const zoom = (factor) => () => {
    const { view, player, about, setView } = now();
    const middle = (view.from + view.to) / 2;
    const at = player.head >= view.from && player.head <= view.to ? player.head : middle;
    setView(zoomed(view, factor, at, about.seconds));
  };
  const all = [
    { key: " ", text: t("audio.key.play"), run: () => now().player.toggle() },
    { key: " ", shift: true, text: t("audio.key.play.region"), run: () => playActive(now()) },
    { key: "l", text: t("audio.key.loop"), run: () => now().loop() },
    ...arrow("ArrowLeft", -1),
    ...arrow("ArrowRight", 1),
    { key: ",", text: t("audio.key.back"), repeat: true, run: () => seek(now().player.head - 0.1) },
    { key: ".", text: t("audio.key.on"), repeat: true, run: () => seek(now().player.head + 0.1) },
    { key: "Home", text: t("audio.key.home"), run: () => seek(0) },
    { key: "End", text: t("audio.key.end"), run: () => seek(now().about.seconds) },
    { key: "<", text: t("audio.key.slower"), run: rate(-1) },
    { key: ">", text: t("audio.key.faster"), run: rate(1) },
    { key: "+", text: t("audio.key.nearer"), repeat: true, run: zoom(0.5) },
    { key: "=", repeat: true, run: zoom(0.5) },
    { key: "-", text: t("audio.key.farther"), repeat: true, run: zoom(2) },
    { key: "z", text: t("audio.key.all"), run: () => zoomToActive(now()) },
    { key: "PageUp", repeat: true, run: () => page(now(), -1) },
    { key: "PageDown", text: t("audio.key.page"), repeat: true, run: () => page(now(), 1) },
    { key: "v", text: t("audio.key.levels"), run: () => now().toggleLevels() },
  ];
  const changing = [
    { key: "[", text: t("audio.key.start"), run: () => markStart(now()) },
    { key: "]", text: t("audio.key.finish"), run: () => markEnd(now()) },
    { key: "e", text: t("audio.key.part"), run: () => nextPart(now()) },
    { key: "t", text: t("audio.key.channel"), run: () => nextChannel(now()) },
    { key: "Escape", run: () => dropMark(now()) },
  ];
  return now().readOnly ? all : [...all, ...changing];
}

function playActive({ active, player, say }) {
  if (active) player.play(active.start, active.end);
  else say(t("audio.none.chosen"));
}

function page({ view, about, setView }, sign) {
  setView(scrolled(view, 0.8 * sign * spanOf(view), about.seconds));
}

/** To the chosen region with some room around it; from there back to the whole recording. */
function zoomToActive({ view, active, about, setView }) {
  const room = active ? Math.max(active.end - active.start, 0.02) : 0;
  const near = active && { from: Math.max(active.start - room / 2, 0), to: Math.min(active.end + room / 2, about.seconds) };
  setView(near && spanOf(view) > 1.01 * spanOf(near) ? near : whole(about.seconds));
}

/** Moves the start of the chosen region to the head; where the head is past it, or nothing is chosen, begins a new one. */
function markStart({ active, player, change, setMark, onActive, say, about }) {
  const { head } = player;
  if (active && !active.ghost && head < active.end && head !== active.start) {
    const ends = between(head, active.end, about.seconds);
    return ends && change({ ...active, ...ends });
  }
  setMark(head);
  onActive(null);
  return say(t("audio.marked"));
}

function markEnd({ active, player, change, mark, draw, setMark, say, about }) {
  const { head } = player;
  if (mark !== null) {
    const ends = between(mark, head, about.seconds);
    if (!ends) return say(t("audio.too.short"));
    setMark(null);
    return draw(ends);
  }
  if (!active || active.ghost) return say(t("audio.mark.first"));
  const ends = head > active.start && between(active.start, head, about.seconds);
  return ends ? change({ ...active, ...ends }) : say(t("audio.too.short"));
}

function nextPart({ part, setPart, say }) {
  const next = PARTS[(PARTS.indexOf(part) + 1) % PARTS.length];
  setPart(next);
  say(t(`audio.part.${next}`));
}

/** All channels, then each alone. */
function nextChannel({ active, about, change, say }) {
  if (about.channels < 2 || !active || active.ghost) return false;
  const { channel, ...rest } = active;
  const next = channel === undefined || channel === null ? 0 : channel + 1;
  change(next < about.channels ? { ...rest, channel: next } : rest);
  return say(next < about.channels ? t("audio.channel.one", { number: next + 1 }) : t("audio.channel.all"));
}

function dropMark({ mark, setMark }) {
  if (mark === null) return false;
  setMark(null);
  return true;
}
