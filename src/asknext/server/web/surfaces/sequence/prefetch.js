import { useEffect } from "../../vendor/htm-preact.js";
import { asked } from "../../client/place.js";

const AHEAD = [1, 2, -1];

/** Has the pictures of the frames around decoded before they are shown. */
export function usePrefetched(frames, place) {
  useEffect(() => {
    const coming = AHEAD.map((step) => frames[place + step]).filter(Boolean);
    const pictures = coming.map((frame) => Object.assign(new Image(), { src: asked(frame.image) }));
    // A frame that cannot be decoded says so when it is shown.
    for (const picture of pictures) picture.decode().catch(() => {});
    return () => {
      for (const picture of pictures) picture.src = "";
    };
  }, [frames, place]);
}
