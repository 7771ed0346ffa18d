import { useEffect, useState } from "../../vendor/htm-preact.js";
import { get } from "../../client/api.js";

/** {seconds, rate, channels} of the item's recording; before the server has answered null, {trouble} where it cannot be read. */
export function useRecording(content) {
  const [found, setFound] = useState(null);
  useEffect(() => {
    let over = false;
    setFound(null);
    get(content.url.replace(/^\/api\/v1/, "").replace(/\/media$/, "/sound"))
      .then((about) => !over && setFound(about))
      .catch((error) => !over && setFound({ trouble: error.message }));
    return () => {
      over = true;
    };
  }, [content.url]);
  return found;
}
