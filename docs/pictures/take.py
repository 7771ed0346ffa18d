"""Take the pictures of the README: label a file's items through the HTTP API and the browser, then photograph it.

    python docs/pictures/take.py DATA.csv [DATA.csv ...]

The files have the columns ``text`` and ``label``; the label column plays the annotator. Needs playwright, pillow
and chromium.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import json
import shutil
import socket
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
ROUNDS, ANSWERS, SECONDS = 13, 20, 3.1
SLIP = 23
LARGEST = 250_000
SHORT, LONG = 60, 260
READING = 1100
DESK = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"}
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "color_scheme": "dark",
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}


def main(files: Sequence[Path], title: str) -> None:
    rows = read(files)
    names = sorted({row["label"] for row in rows}, key=[row["label"] for row in rows].index)
    with tempfile.TemporaryDirectory() as scratch, served(Path(scratch), rows, names, title) as (url, project):
        work(url, project, rows)
        photograph(url, rows, names)


def read(files: Sequence[Path]) -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    rows = [row for path in files for row in csv.DictReader(path.open(encoding="utf-8"))]
    return [{"id": f"{n:05}", "text": row["text"].strip(), "label": row["label"].lower()} for n, row in enumerate(rows)]


@contextlib.contextmanager
def served(scratch: Path, rows: Sequence[dict[str, str]], names: Sequence[str], title: str) -> Iterator[Any]:
    import uvicorn

    from asknext.project.config import ClassConfig, Columns, Config, Retrain, Target
    from asknext.project.folder import create_project
    from asknext.project.importing import import_data
    from asknext.server.app import create_app

    data = scratch / "rows.jsonl"
    data.write_text("".join(json.dumps({"id": each["id"], "text": each["text"]}) + "\n" for each in rows))
    config = Config(
        title=title,
        classes=tuple(ClassConfig(name) for name in names),
        columns=Columns(text="text", id="id"),
        control=0.2,
        retrain=Retrain(answers=1000, seconds=1000),
        target=Target("accuracy", 0.9),
    )
    with create_project(scratch / "project", config) as project, socket.socket() as sock:
        import_data(project, [data])
        sock.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(project), log_level="error", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{sock.getsockname()[1]}", project
        server.should_exit = True
        thread.join()


def work(url: str, project: Any, rows: Sequence[dict[str, str]]) -> None:
    """Answer as two people would, with a round of training after every few answers."""
    rng, ids = np.random.default_rng(0), {each.name: each.id for each in project.classes}
    names = list(ids)
    start = time.time() - ROUNDS * ANSWERS * SECONDS
    for number in range(ROUNDS):
        person = "ann" if number % 3 else "ben"
        leased = post(url, "/leases", {"session": person, "annotator": person, "want": ANSWERS, "hold": []})["items"]
        events = [
            {
                "uid": f"{number}-{place}",
                "kind": "label",
                "item": each["item"],
                "value": [ids[_answered(names, rows[each["item"]]["label"], number * ANSWERS + place)]],
                "seconds": float(np.round(rng.gamma(4, 0.7), 2)),
                "at": start + (number * ANSWERS + place) * SECONDS,
            }
            for place, each in enumerate(leased)
        ]
        post(url, "/events", {"session": person, "annotator": person, "events": events})
        train(url)
        print(f"round {number + 1} of {ROUNDS}", file=sys.stderr)


def _answered(names: Sequence[str], right: str, number: int) -> str:
    """Now and then a slip of the finger, for the quality page to find."""
    return names[(names.index(right) + 1) % len(names)] if number % SLIP == SLIP - 1 else right


def train(url: str) -> None:
    """Have the trainer do a round now, and wait for it."""
    before = rounds(url)
    post(url, "/train", {})
    while rounds(url) == before:
        time.sleep(0.1)


def rounds(url: str) -> int:
    with urllib.request.urlopen(f"{url}/api/v1/dashboard") as answer:  # noqa: S310
        return int(json.load(answer)["trainer"]["rounds"])


def post(url: str, path: str, body: Any) -> Any:
    request = urllib.request.Request(f"{url}/api/v1{path}", json.dumps(body).encode(), method="POST")  # noqa: S310
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return json.load(answer)


def photograph(url: str, rows: Sequence[dict[str, str]], names: Sequence[str]) -> None:
    from playwright.sync_api import sync_playwright

    keys = {name: str(place + 1) for place, name in enumerate(names)}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        desk, phone = browser.new_context(**DESK), browser.new_context(**PHONE)
        for context in (desk, phone):
            context.add_init_script("localStorage.setItem('asknext.annotator', 'ann')")
            context.add_init_script("localStorage.setItem('asknext.tour', 'seen')")
        page = desk.new_page()
        page.goto(f"{url}/label")
        answer(page, rows, keys, 8)
        page.keyboard.press("w")
        shoot(page, "label")
        page.goto(f"{url}/dashboard")
        page.locator(".curve canvas").wait_for()
        shoot(page, "dashboard", full_page=True)
        page.goto(f"{url}/items?state=labelled&disagrees=1")
        page.locator(".found-line").nth(1).click()
        page.locator(".events").wait_for()
        shoot(page, "items")
        post(url, "/quality", {})
        page.goto(f"{url}/quality?subject=label_errors")
        page.locator(".found-line").nth(1).click(timeout=120_000)
        shoot(page, "quality")
        page = phone.new_page()
        page.goto(f"{url}/label")
        answer(page, rows, keys, 3)
        shoot(page, "label-dark-phone")
        browser.close()


def answer(page: Any, rows: Sequence[dict[str, str]], keys: dict[str, str], fewest: int) -> None:
    """Answer at least ``fewest`` items by key, until one stands there that fits a picture."""
    for number in range(60):
        page.locator("article.item").wait_for()
        item = int(page.locator("article.item").get_attribute("data-item"))
        if number >= fewest and SHORT <= len(rows[item]["text"]) <= LONG:
            return
        page.wait_for_timeout(READING)
        page.keyboard.press(keys[rows[item]["label"]])
        page.locator(f'article.item[data-item="{item}"]').wait_for(state="detached")


def shoot(page: Any, name: str, **options: Any) -> None:
    from PIL import Image

    page.wait_for_timeout(1000)
    picture = Image.open(io.BytesIO(page.screenshot(**options))).convert("RGB")
    path = HERE / f"{name}.png"
    picture.quantize(200, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{path} has {size:,} bytes, more than {LARGEST:,}.")
    print(f"{path}: {size:,} bytes", file=sys.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--title", default="Is this issue about documentation?")
    given = parser.parse_args()
    main(given.files, given.title)
