import { html, useEffect, useLayoutEffect, useRef, useState } from "../../vendor/htm-preact.js";
import { t } from "../../client/messages.js";
import { asked } from "../../client/place.js";
import { useStore } from "../../client/store.js";
import { Bar } from "./bar.js";
import { Board } from "./board.js";
import { describe } from "./describe.js";
import { Keys } from "./keys.js";
import { Pyramid } from "./paint/pyramid.js";
import { Pointers } from "./pointers.js";
import { tools } from "./tools/kit.js";

export { describe, tools };

/**
 * One picture and the shapes on it. Besides what every surface is given: `content` {url, width, height, alt}, `under`:
 * annotations that are drawn faintly and cannot be chosen, `label`: what the picture is called, `bar`: what stands at
 * the left of the row below it. Where another picture of the same size is given, zoom and place stay.
 */
export function Canvas({ content, label, bar, ...props }) {
  const root = useRef(null);
  const canvases = useRef({});
  const [board] = useState(() => new Board());
  board.take(props);
  const ui = useStore(board.ui);
  usePicture(board, content);
  useFrame(board, root, canvases);
  useHands(board, root, props);
  const filter = `brightness(${ui.settings.light}) contrast(${ui.settings.contrast})`;
  const layer = (name) => html`<canvas ref=${(element) => (canvases.current[name] = element)} class="board-layer" aria-hidden="true" style=${name === "picture" ? { filter } : {}}></canvas>`;
  return html`<div class="board-room">
    <div ref=${root} class="board" role="application" tabindex="0" aria-label=${label ?? t("image.label", { name: content.alt ?? "" })} aria-busy=${String(!ui.loaded && !ui.failed)} data-board>
      ${["picture", "standing", "moving"].map(layer)}
      ${ui.failed && html`<p class="board-failed">${t("label.image.failed")} ${content.alt ? `(${content.alt})` : ""}</p>`}
    </div>
    <${Bar} board=${board} ui=${ui} lead=${bar} active=${board.active} />
  </div>`;
}

/** Decodes the picture; the one before stays until then. */
function usePicture(board, { url, width, height }) {
  useEffect(() => {
    let over = false;
    board.cancel();
    Pyramid.load(asked(url)).then(
      (pyramid) => {
        if (over) return pyramid.close();
        // What the server counts in is what is stored, however many pixels the browser has decoded.
        Object.assign(pyramid, { width: width ?? pyramid.width, height: height ?? pyramid.height });
        board.layers.take(pyramid);
        board.show(pyramid);
        return pyramid.grow(() => board.layers.all());
      },
      () => !over && board.ui.set({ failed: true }),
    );
    return () => {
      over = true;
    };
  }, [url]);
}

function useFrame(board, root, canvases) {
  useLayoutEffect(() => {
    const measure = () => board.resize(root.current.clientWidth, root.current.clientHeight);
    const observer = new ResizeObserver(measure);
    measure();
    board.layers.mount(canvases.current);
    observer.observe(root.current);
    return () => {
      observer.disconnect();
      board.layers.unmount();
    };
  }, []);
}

function useHands(board, root, { api, readOnly }) {
  useEffect(() => {
    const pointers = new Pointers(board, root.current);
    const keys = new Keys(board, pointers);
    const unbind = api?.bind(keys.bound());
    return () => {
      unbind?.();
      keys.stop();
      pointers.stop();
    };
  }, [readOnly]);
}
