"""How smoothly the image surface moves: frame times in Chromium while a person draws among many shapes.

    python -m benchmarks.labelling_surfaces [--shapes 500] [--size 3840x2160] [--kind box|polygon|mask|mixed]

A picture of the size is labelled with that many shapes, opened on the label page from the list of past answers, and
worked on with the mouse: a box is dragged, points of a polygon are pulled, the picture is zoomed and moved, a mask is
painted. A frame is the time from one `requestAnimationFrame` to the next; what the page's own code takes of it stands
beside it, and the processor time of all of the browser's processes (Linux), which does not grow when the machine has
other work as well. Needs playwright, pillow and chromium.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import socket
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from asknext.annotations import Mask

SHAPES = ("box", "polygon", "mask", "mixed")
WATCH = """
window.frames_ = [];
window.script_ = [];
const asked = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (run) => asked((at) => {
  const start = performance.now();
  run(at);
  window.script_.push(performance.now() - start);
});
let last = 0;
const tick = (at) => { if (last) window.frames_.push(at - last); last = at; asked(tick); };
asked(tick);
"""


def picture(folder: Path, width: int, height: int, seed: int) -> Path:
    """A folder with one noisy picture, so that decoding and drawing it is as much work as for a photograph."""
    from PIL import Image

    folder.mkdir()
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 255, (height // 8, width // 8, 3), dtype=np.uint8)
    Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC).save(folder / "large.jpg", quality=90)
    return folder


def shapes(count: int, kind: str, width: int, height: int, seed: int) -> list[dict[str, Any]]:
    """Annotations of 1 to 5 % of the picture's height, anywhere on it."""
    rng = np.random.default_rng(seed)
    kinds = SHAPES[:3] if kind == "mixed" else (kind,)
    made = []
    for number in range(count):
        size = float(rng.uniform(0.02, 0.08) * height)
        x, y = rng.uniform(0, width - size), rng.uniform(0, height - size)
        fields = _fields(kinds[number % len(kinds)], x, y, size, width, height, rng)
        made.append({**fields, "id": f"s{number}", "class": f"c{1 + number % 4}"})
    return made


def _fields(kind: str, x: float, y: float, size: float, width: int, height: int, rng: Any) -> dict[str, Any]:
    if kind == "box":
        return {"type": "box", "x": round(x), "y": round(y), "width": round(size), "height": round(size)}
    if kind == "polygon":
        angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        radius = size / 2 * rng.uniform(0.7, 1.0, 40)
        ring = np.stack([x + size / 2 + radius * np.cos(angles), y + size / 2 + radius * np.sin(angles)], axis=1)
        return {"type": "polygon", "parts": [[np.round(ring, 1).tolist()]]}
    pixels = np.zeros((height, width), dtype=bool)
    yy, xx = np.ogrid[:height, :width]
    pixels[(xx - x - size / 2) ** 2 + (yy - y - size / 2) ** 2 < (size / 2) ** 2] = True
    return {"type": "mask", **Mask.of_pixels(pixels).to_json()}


@contextlib.contextmanager
def served(scratch: Path, width: int, height: int, seed: int) -> Iterator[str]:
    import uvicorn

    from asknext.project.annotate_config import AnnotateConfig
    from asknext.project.config import ClassConfig, Columns, Config
    from asknext.project.folder import create_project
    from asknext.project.importing import import_data
    from asknext.server.app import create_app

    config = Config(
        title="surfaces",
        task="objects",
        content="image",
        classes=tuple(ClassConfig(name) for name in ("red", "blue", "green", "yellow")),
        columns=Columns(text=None, id=None),
        annotate=AnnotateConfig(shapes=("box", "polygon", "mask")),
    )
    with create_project(scratch / "project", config) as project, socket.socket() as sock:
        import_data(project, [picture(scratch / "media", width, height, seed)])
        sock.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(project, train=False), log_level="error", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def label(url: str, annotations: list[dict[str, Any]]) -> None:
    event = {"uid": "one", "kind": "label", "item": 0, "value": {"annotations": annotations}, "seconds": 1.0, "at": 1.0}
    body = json.dumps({"session": "bench", "annotator": "ann", "events": [event]}).encode()
    request = urllib.request.Request(f"{url}/api/v1/events", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        said = json.load(answer)
    if said.get("refused") or any(each.get("refused") for each in said.get("results", ())):
        raise SystemExit(f"the server refused the shapes: {said}")


class Hand:
    """A page with the picture on it, and what a person does there; points are shares of the canvas."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.box = page.locator("[data-board]").bounding_box()

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.box["x"] + x * self.box["width"], self.box["y"] + y * self.box["height"]

    def drag(self, start: tuple[float, float], *through: tuple[float, float], steps: int = 60) -> None:
        self.page.mouse.move(*self.at(*start))
        self.page.mouse.down()
        for point in through:
            self.page.mouse.move(*self.at(*point), steps=steps)
        self.page.mouse.up()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def timed(self, what: Callable[[], None]) -> tuple[list[float], list[float], float]:
        """Milliseconds of each frame, of the page's own code in each, and the browser's processor time in all."""
        self.page.evaluate("frames_.length = script_.length = 0")
        before = processor_time()
        what()
        self.page.wait_for_timeout(100)
        spent = processor_time() - before
        found: list[list[float]] = self.page.evaluate("[frames_.slice(1), script_]")
        return found[0], found[1], spent


def processor_time() -> float:
    """Milliseconds that the browsers started by this process have used; NaN where the system does not tell."""
    if not Path("/proc/self/stat").exists():
        return float("nan")
    about = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, _, rest = path.read_text().rpartition(")")
            about[int(path.parent.name)] = (name, rest.split())
    ours, total = {os.getpid()}, 0
    for number in sorted(about):  # children are as a rule younger than their parents
        name, fields = about[number]
        if int(fields[1]) in ours:
            ours.add(number)
            total += (int(fields[11]) + int(fields[12])) if "chrom" in name else 0
    return 1000 * total / os.sysconf("SC_CLK_TCK")


def work(hand: Hand) -> dict[str, Callable[[], None]]:
    """The gestures by name, in the order in which they can be made."""

    def box() -> None:
        hand.press("b")
        hand.drag((0.3, 0.3), (0.55, 0.6), (0.45, 0.5))

    def pull() -> None:
        hand.press("v")
        hand.drag((0.45, 0.5), (0.7, 0.7), (0.5, 0.55))

    def zoom() -> None:
        hand.page.mouse.move(*hand.at(0.5, 0.5))
        for turn in range(60):
            hand.page.mouse.wheel(0, -120 if turn < 30 else 120)

    def pan() -> None:
        hand.press("z", "+", "+", "+", "+", "+")
        hand.page.mouse.move(*hand.at(0.6, 0.6))
        hand.page.mouse.down(button="middle")
        for point in ((0.3, 0.3), (0.7, 0.5), (0.4, 0.4)):
            hand.page.mouse.move(*hand.at(*point), steps=40)
        hand.page.mouse.up(button="middle")

    def brush() -> None:
        hand.press("m")
        hand.drag((0.3, 0.3), (0.6, 0.4), (0.35, 0.6), (0.6, 0.7), steps=40)

    def brush_small() -> None:
        hand.press("Shift+Z", "m", "]", "]", "]", "]", "]", "]")
        hand.drag((0.3, 0.3), (0.6, 0.4), (0.35, 0.6), (0.6, 0.7), steps=40)

    return {
        "draw a box": box,
        "pull its corner": pull,
        "zoom in and out": zoom,
        "move the zoomed picture": pan,
        "paint, zoomed": brush,
        "paint, whole picture": brush_small,
    }


def measured(url: str) -> Iterator[tuple[str, list[float], list[float], float]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        context.add_init_script("localStorage.setItem('asknext.tour', 'seen')")
        context.add_init_script("localStorage.setItem('asknext.annotator', 'ann')")
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto(url)
        page.locator(".past").first.click()
        page.locator("[data-board][aria-busy=false]").wait_for(timeout=60_000)
        page.wait_for_timeout(1500)
        hand = Hand(page)
        for name, what in work(hand).items():
            yield name, *hand.timed(what)
            page.wait_for_timeout(300)
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shapes", type=int, default=500)
    parser.add_argument("--size", default="3840x2160")
    parser.add_argument("--kind", choices=SHAPES, default="mixed")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    width, height = (int(each) for each in given.size.split("x"))
    print(f"{given.shapes} shapes ({given.kind}) on {width} x {height}; milliseconds")
    print(
        f"{'':26}{'frames':>8}{'median':>8}{'95 %':>8}{'longest':>9}{'own code, median':>18}{'95 %':>8}"
        f"{'processor':>11}"
    )
    with tempfile.TemporaryDirectory() as scratch, served(Path(scratch), width, height, given.seed) as url:
        label(url, shapes(given.shapes, given.kind, width, height, given.seed))
        for name, frames, script, spent in measured(url):
            f, s = np.array(frames), np.array(script or [0.0])
            print(
                f"{name:26}{len(f):8}{np.median(f):8.1f}{np.percentile(f, 95):8.1f}{f.max():9.1f}"
                f"{np.median(s):18.2f}{np.percentile(s, 95):8.2f}{spent / max(len(f), 1):11.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
