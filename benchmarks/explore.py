"""How quickly the page Explore shows a pool: bytes, load time, and frame times while the map moves.

    python -m benchmarks.explore                 a million items of 128 numbers
    python -m benchmarks.explore --items 100000

It makes a project with brought embeddings, serves it, opens it in headless Chromium and writes
``benchmarks/results/explore.md``. Without a graphics card Chromium draws by software: the
page says which.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

CLASSES = tuple(f"class {at}" for at in range(8))
DIMENSIONS = 128
CARD = """() => {
  const gl = document.createElement("canvas").getContext("webgl2");
  return gl.getParameter(gl.getExtension("WEBGL_debug_renderer_info")?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER);
}"""
FRAMES = """async (moves) => {
  const over = document.querySelector(".map-over");
  const box = over.getBoundingClientRect();
  const at = (x, y, more) => ({
    bubbles: true, pointerId: 1, clientX: box.left + x * box.width, clientY: box.top + y * box.height, ...more,
  });
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  over.setPointerCapture = () => {};
  const gaps = [];
  let last = await frame();
  const next = async () => { const now = await frame(); gaps.push(now - last); last = now; };
  const wheel = (share) => new WheelEvent("wheel", at(0.5, 0.5, { deltaY: share < 0.5 ? -60 : 60, cancelable: true }));
  const move = (x, y) => new PointerEvent("pointermove", at(0.5 + 0.3 * x, 0.5 + 0.3 * y));
  const spans = {
    zoom: wheel,
    pan: (share) => move(Math.sin(12 * share), Math.cos(9 * share)),
    lasso: (share) => move(Math.cos(6 * share), Math.sin(6 * share)),
  };
  const start = moves === "lasso" ? 0.8 : 0.5;
  if (moves !== "zoom") over.dispatchEvent(new PointerEvent("pointerdown", at(start, 0.5)));
  for (let round = 0; round < 60; round++) { over.dispatchEvent(spans[moves](round / 60)); await next(); }
  const began = performance.now();
  if (moves !== "zoom") over.dispatchEvent(new PointerEvent("pointerup", at(0.5, 0.5)));
  const chosen = performance.now() - began;
  return { gaps: gaps.slice(5), chosen };
}"""


def main() -> None:
    """Run it and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "results" / "explore.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project, seconds = made(Path(folder), given.items)
        with project, served(project) as url:
            found = measured(url, given.items)
    given.output.write_text(page(given.items, seconds, found), encoding="utf-8")
    print(given.output.read_text(encoding="utf-8"))


def made(folder: Path, n: int) -> tuple[Any, dict[str, float]]:
    """A project of ``n`` items with labels and a ranking, and how long the parts took."""
    from asknext.labelling.ranking import publish_ranking
    from asknext.project.config import ClassConfig, Columns, Config, Embeddings
    from asknext.project.embeddings import pool_embeddings
    from asknext.project.folder import create_project
    from asknext.project.pool_map import make_map

    rng = np.random.default_rng(0)
    centres = rng.standard_normal((40, DIMENSIONS)).astype(np.float32) * 2
    group = rng.integers(0, 40, n)
    vectors = np.lib.format.open_memmap(folder / "vectors.npy", mode="w+", dtype=np.float32, shape=(n, DIMENSIONS))
    for start in range(0, n, 50_000):
        block = group[start : start + 50_000]
        vectors[start : start + 50_000] = centres[block] + rng.standard_normal((len(block), DIMENSIONS))
    vectors.flush()
    settings = Config(
        title="A large pool",
        classes=tuple(ClassConfig(each) for each in CLASSES),
        columns=Columns(text="text", id="id"),
        embeddings=Embeddings(file=str(folder / "vectors.npy")),
    )
    project = create_project(folder / "project", settings)
    seconds = {"items": timed(lambda: add_items(project, group.tolist()))}
    seconds["embeddings"] = timed(lambda: pool_embeddings(project))
    before = peak()
    seconds["map"] = timed(lambda: make_map(project))
    seconds["memory"] = peak() - before
    guesses = np.column_stack([group % 8, rng.random(n), (group + 1) % 8, np.zeros(n)]).astype(np.float32)
    meta = {"classes": [each.id for each in project.classes]}
    publish_ranking(
        project, strategy="margin", labels=n // 10, order=rng.permutation(n), scores=rng.random(n), n=n,
        guesses=guesses, meta=meta,
    )  # fmt: skip
    return project, seconds


def add_items(project: Any, groups: list[int]) -> None:
    """Items past the import, which is measured elsewhere; every tenth has a label."""
    from asknext.store.items import insert_items, insert_labels

    names = [each.id for each in project.classes]
    with project.database.write() as conn:
        for start in range(0, len(groups), 20_000):
            places = range(start, min(start + 20_000, len(groups)))
            insert_items(conn, [item(at, groups[at]) for at in places])
            told = {"at": 1.0, "annotator": "import", "session": f"import {start}", "stream": "import"}
            labels = ((at, json.dumps([names[groups[at] % len(names)]])) for at in places if at % 10 == 0)
            insert_labels(conn, [{"uid": f"l{at}", "item": at, "value": value, **told} for at, value in labels])


def item(at: int, group: int) -> dict[str, Any]:
    """A row of the table of items."""
    mark = at.to_bytes(16, "little")
    more = {"meta": None, "grp": None, "copy_of": None, "draw": (at * 0.618034) % 1, "control": False}
    return {"pos": at, "id": f"i{at}", "hash": mark, "content": f"item {at} of group {group}", **more}


def timed(work: Any) -> float:
    """Seconds that ``work`` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def peak() -> float:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def served(project: Any) -> Iterator[str]:
    """The project on a free port of this machine."""
    import socket

    import uvicorn

    from asknext.server.app import create_app

    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    app = create_app(project, train=False)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    server.should_exit = True
    thread.join(20)


def measured(url: str, n: int) -> dict[str, Any]:
    """What the browser sees: bytes of each answer, the time until all points stand, frame times."""
    from playwright.sync_api import sync_playwright

    found: dict[str, Any] = {"bytes": {}}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ.get("CHROMIUM") or None, args=["--no-sandbox"])
        view = browser.new_page(viewport={"width": 1280, "height": 800})
        view.set_default_timeout(300_000)
        for name in ("first", "again"):
            started = time.perf_counter()
            view.goto(f"{url}/explore")
            view.locator(f'canvas.map-points[data-drawn="{n}"]').wait_for(state="attached")
            found[name] = time.perf_counter() - started
        sizes = "performance.getEntriesByType('resource').map((each) => [each.name, each.encodedBodySize])"
        for name, size in view.evaluate(sizes):
            for kind in ("positions", "columns"):
                if f"/explore/{kind}" in name:
                    found["bytes"][kind] = size
        found["card"] = view.evaluate(CARD)
        found["zoom"] = view.evaluate(FRAMES, "zoom")
        found["pan"] = view.evaluate(FRAMES, "pan")
        view.keyboard.press("l")
        view.wait_for_function("document.querySelector('.map-over').classList.contains('tool-lasso')")
        found["lasso"] = view.evaluate(FRAMES, "lasso")
        started = time.perf_counter()
        view.evaluate("fetch(location.origin + '/api/v1/explore/similar/5').then((each) => each.json())")
        found["similar"] = time.perf_counter() - started
        browser.close()
    return found


def page(n: int, seconds: dict[str, float], found: dict[str, Any]) -> str:
    """The results as Markdown."""
    rows = [
        ("PCA of all items, to a map", f"{seconds['map']:.1f} s, {seconds['memory']:.0f} MB more memory"),
        ("bytes: positions", f"{found['bytes'].get('positions', 0) / 1e6:.2f} MB compressed"),
        ("bytes: state, label, guess, score, …", f"{found['bytes'].get('columns', 0) / 1e6:.2f} MB compressed"),
        ("page opened until all points stand, first time", f"{found['first']:.1f} s"),
        ("the same again (bytes kept by the browser)", f"{found['again']:.1f} s"),
        *((f"frames while: {name}", frames(found[name]["gaps"])) for name in ("zoom", "pan", "lasso")),
        ("items inside the lasso found and marked", f"{found['lasso']['chosen']:.0f} ms"),
        ("24 most similar by exact search, with their contents", f"{found['similar'] * 1000:.0f} ms"),
    ]
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return f"""# Explore: {n:,} items on the map

Measured by `python -m benchmarks.explore --items {n}` on {platform.system()} with {os.cpu_count()} cores (load
{os.getloadavg()[0]:.1f} at the end), Python {platform.python_version()}, headless Chromium. A load above the number of
cores means that other work ran beside: times are then longer than those of a machine at rest. Drawn by
{found["card"]};
where that says SwiftShader there is no graphics card and the processor draws.

| | |
|---|---|
{table}

While the map moves, a random part of the points is drawn in each frame, as many as this machine manages (at least
20,000, at most all); once it rests, the others follow onto the same picture. Positions are uint16 pairs, everything
else is one or two bytes an item and column.
"""


def frames(gaps: list[float]) -> str:
    """Median and slowest tenth of the times between frames."""
    ordered = sorted(gaps)
    return f"median {statistics.median(ordered):.0f} ms, 90 % within {ordered[int(0.9 * (len(ordered) - 1))]:.0f} ms"


if __name__ == "__main__":
    main()
