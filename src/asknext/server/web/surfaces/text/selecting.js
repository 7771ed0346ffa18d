import { useEffect, useLayoutEffect, useRef, useState } from "../../vendor/htm-preact.js";
import { forward, isMove, moved } from "./caret.js";
import { blockAt } from "./blocks.js";
import { rectOf, select, selectedIn, unitAt } from "./places.js";

const LATELY = 1000; // ms in which a finger that goes to a button finds the selection that it has just dropped

/**
 * What is selected of the text, by pointer, finger or keys: one place and the other, and where the caret is drawn.
 *
 * `about` is read when something happens: {reading, whole, onDragged(range), onPick(unit), onBegin(), onResize(edge,
 * forward) -> whether there is a span to resize}.
 */
export function useSelecting(content, about, drawn) {
  const [range, setRange] = useState(null);
  const [caret, setCaret] = useState(null);
  const [focused, setFocused] = useState(false);
  const latest = useRef(about);
  latest.current = about;
  const dropped = useRef({ range: null, at: 0 });

  useEffect(() => {
    const hear = () => {
      const found = content.current && selectedIn(content.current);
      if (!found) return;
      setRange((last) => {
        if (isOpen(last) && !isOpen(found)) dropped.current = { range: last, at: Date.now() };
        return last?.anchor === found.anchor && last.focus === found.focus ? last : found;
      });
      if (isOpen(found)) latest.current.onBegin();
    };
    document.addEventListener("selectionchange", hear);
    return () => document.removeEventListener("selectionchange", hear);
  }, []);

  // Where pieces of the text were drawn anew, the browser has moved its selection to their edge.
  useLayoutEffect(() => {
    const found = range && content.current && selectedIn(content.current);
    if (found && (found.anchor !== range.anchor || found.focus !== range.focus)) select(content.current, latest.current.reading.blocks, range.anchor, range.focus);
  }, [drawn]);

  useLayoutEffect(() => {
    if (!focused || !range || !content.current) return setCaret(null);
    const rect = rectOf(content.current, latest.current.reading.blocks, range.focus);
    const around = content.current.getBoundingClientRect();
    return setCaret({ left: rect.left - around.left, top: rect.top - around.top, height: rect.height || 20 });
  }, [range, focused, drawn]);

  const put = (anchor, focus = anchor) => {
    content.current.focus({ preventScroll: true });
    select(content.current, latest.current.reading.blocks, anchor, focus);
    setRange({ anchor, focus });
  };

  const onKeyDown = (event) => {
    if (!isMove(event) || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const { reading, whole, onResize, onLeave, from } = latest.current;
    const block = content.current.children[blockAt(reading.blocks, range?.focus ?? 0)];
    const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
    if (event.shiftKey && sideways && !isOpen(range) && onResize(event.altKey ? "start" : "end", forward(event, block), event.ctrlKey ? !whole : whole)) return;
    const { anchor, focus } = range ?? { anchor: 0, focus: 0 };
    const begin = from ?? focus;
    const next = moved(event, event.shiftKey ? focus : begin, { content: content.current, whole, ...reading });
    onLeave();
    put(event.shiftKey ? anchor : next, next);
    requestAnimationFrame(() => content.current?.parentElement.querySelector(".text-caret")?.scrollIntoView({ block: "nearest" }));
  };

  const onPointerDown = (event) => {
    if (event.button !== 0 || event.target.closest(".span-name")) return;
    const up = (last) => {
      removeEventListener("pointerup", up);
      removeEventListener("pointercancel", up);
      // The browser drops a selection that was clicked into only after this event.
      setTimeout(() => last.type === "pointerup" && settle(last));
    };
    addEventListener("pointerup", up);
    addEventListener("pointercancel", up);
  };

  const settle = (event) => {
    if (!content.current) return;
    const found = selectedIn(content.current);
    if (isOpen(found)) return event.pointerType !== "touch" && latest.current.onDragged(found);
    const unit = unitAt(content.current, event.clientX, event.clientY);
    return unit !== null && latest.current.onPick(unit);
  };

  return {
    range, caret, focused, put, onKeyDown, onPointerDown,
    open: isOpen(range) ? range : null,
    /** The selection, or the one that a finger dropped a moment ago on its way to a button. */
    lately: () => (isOpen(range) ? range : Date.now() - dropped.current.at < LATELY ? dropped.current.range : null),
    forget: () => {
      dropped.current = { range: null, at: 0 };
    },
    onFocus: () => {
      setFocused(true);
      if (!range) setRange({ anchor: 0, focus: 0 });
    },
    onBlur: () => setFocused(false),
  };
}

const isOpen = (range) => Boolean(range) && range.anchor !== range.focus;
