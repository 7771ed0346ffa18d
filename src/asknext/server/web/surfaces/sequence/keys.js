import { t } from "../../client/messages.js";

/** What the keys of a sequence do beside those of the canvas. `now()` gives what holds when one is pressed. */
export function keysOf(now, readOnly) {
  const go = (by) => () => now().go(by);
  const act = (name) => () => (now().held ? now().act[name](now().held) : now().say(t("sequence.none.held")));
  const always = [
    { key: ">", text: t("sequence.key.next"), repeat: true, run: go(1) },
    { key: "<", text: t("sequence.key.previous"), repeat: true, run: go(-1) },
    { key: "PageDown", repeat: true, run: go(1) },
    { key: "PageUp", repeat: true, run: go(-1) },
    { key: "Home", text: t("sequence.key.first"), run: go(-Infinity) },
    { key: "End", text: t("sequence.key.last"), run: go(Infinity) },
    { key: "o", shift: true, text: t("sequence.key.onion"), run: () => now().toggleOnion() },
  ];
  if (readOnly) return always;
  return [
    ...always,
    { key: "r", text: t("sequence.key.copy"), run: () => now().copy() },
    { key: "y", text: t("sequence.key.fill"), run: act("fill") },
    { key: "e", shift: true, text: t("sequence.key.end"), run: act("end") },
    { key: "t", shift: true, text: t("sequence.key.remove"), run: act("remove") },
    { key: "Escape", run: () => now().letGo() },
  ];
}
