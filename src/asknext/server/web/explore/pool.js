import { useEffect, useRef, useState } from "../vendor/htm-preact.js";
import { Away, get, post } from "../client/api.js";
import { readColumns } from "./columns.js";

const LOOK = 10_000;
const SOON = 1_000;
/** Up to so many items are fetched again by themselves when something happened; of more, when whoever looks wants it. */
const BY_ITSELF = 200_000;
const BYTES = { bytes: true };

/**
 * The map by `method` and the columns of all items. `about`: as /explore tells it; `places` and `columns` once they are
 * here; `newer`: that there are newer columns; `load` fetches them, `make` has the map made anew.
 */
export function usePool(method) {
  const [about, setAbout] = useState(null);
  const [places, setPlaces] = useState(null);
  const [columns, setColumns] = useState(null);
  const [problem, setProblem] = useState(null);
  const [round, setRound] = useState(0);
  const wished = useRef(new Set());
  const told = (error) => !(error instanceof Away) && setProblem(error.message);

  const make = async () => {
    setProblem(null);
    await post("/explore/maps", { method }).catch(told);
    setRound((last) => last + 1);
  };
  const load = () => get("/explore/columns", BYTES).then((data) => setColumns(readColumns(data)), told);
  const place = async (digest) => {
    const found = readColumns(await get(`/explore/positions?method=${method}`, BYTES));
    setPlaces({ digest: `${method}-${digest}`, method, positions: found.columns.positions });
  };
  useEffect(() => {
    let over = false;
    let timer = null;
    const look = async () => {
      const found = await get(`/explore?method=${method}`).catch(told);
      if (over) return;
      if (found) setAbout(found);
      timer = setTimeout(look, found?.map.state === "making" ? SOON : LOOK);
    };
    look();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [method, round]);
  const map = about?.map.method === method ? about.map : null;
  useEffect(() => {
    // what takes a moment is done by itself, once; UMAP and t-SNE of new items when somebody wants them
    const lacks = map && about.n > 0 && (map.state === "none" || (map.stale && map.state === "ready" && method === "pca"));
    const key = `${method} ${about?.n}`;
    if (!lacks || wished.current.has(key)) return;
    wished.current.add(key);
    make();
  }, [map?.state, map?.stale, about?.n]);
  useEffect(() => {
    if (map?.digest) place(map.digest).catch(told);
  }, [method, map?.digest]);
  useEffect(() => {
    if (about?.n && (!columns || about.n <= BY_ITSELF) && columns?.about.version !== about.version) load();
  }, [about?.version]);
  const here = places?.method === method ? places : null;
  const newer = Boolean(columns && about && about.n > BY_ITSELF && columns.about.version !== about.version);
  return { about: map && about, places: here, columns, problem, newer, load, make, ready: Boolean(here && columns && columns.about.n * 2 >= here.positions.length) };
}
