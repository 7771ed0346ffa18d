"""Sentences of WNUT 2017 labelled in Chromium by a simulated annotator, exported, and read by seqeval.

``python -m benchmarks.label_spans [--sentences 25]`` makes and serves a project, presses the key of each entity's
class, selects the entity with the mouse, submits with Enter, exports CoNLL by the command line, and compares every
entity with the file's own. Needs playwright, chromium and seqeval.
"""

from __future__ import annotations

import argparse
import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.shared_data import shared_file
from playwright.sync_api import expect, sync_playwright
from seqeval.metrics.sequence_labeling import get_entities

CLASSES = ("person", "location", "corporation", "product", "creative-work", "group")
EDGES = """([start, end]) => [start, end - 1].map((unit, last) => {
  for (const piece of document.querySelectorAll("[data-at]")) {
    const at = unit - Number(piece.dataset.at);
    if (at < 0 || at >= piece.firstChild.data.length) continue;
    const range = document.createRange();
    range.setStart(piece.firstChild, at);
    range.setEnd(piece.firstChild, at + 1);
    const box = range.getBoundingClientRect();
    return [last ? box.right - 1 : box.left + 1, (box.top + box.bottom) / 2];
  }
})"""
TEXT = "() => [...document.querySelectorAll('[data-at]')].map((each) => each.firstChild.data).join('')"
Sentence = list[list[str]]


def read(path: Path) -> Iterator[Sentence]:
    """The rows of each sentence of a CoNLL file."""
    lines = path.read_text(encoding="utf-8").split("\n")
    for full, group in groupby(lines, key=lambda line: bool(line.strip())):
        if full:
            yield [line.split("\t") for line in group]


def entities(sentence: Sentence) -> tuple[str, set[tuple[str, int, int]]]:
    """The text without spaces and its entities there: wherever a file cuts its tokens, these are the same."""
    ends = [sum(len(row[0]) for row in sentence[: at + 1]) for at in range(len(sentence))]
    found = get_entities([row[-1].strip() for row in sentence])
    said = {(kind, ends[first] - len(sentence[first][0]), ends[last]) for kind, first, last in found}
    return "".join(row[0] for row in sentence), said


def label(page: Any, known: dict[str, Sentence]) -> None:
    """Mark what the file says of the sentence on the screen, and submit."""
    expect(page.get_by_role("toolbar", name="Spans")).to_be_visible()
    item = page.locator("article.item").get_attribute("data-item")
    sentence = known[page.evaluate(TEXT)]
    words = [row[0] for row in sentence]
    for count, (kind, first, last) in enumerate(get_entities([row[-1].strip() for row in sentence]), 1):
        start, end = (_units(" ".join(part)) for part in ([*words[:first], ""] if first else [], words[: last + 1]))
        page.keyboard.press(str(CLASSES.index(kind) + 1))
        (left, top), (right, bottom) = page.evaluate(EDGES, [start, end])
        page.mouse.move(left, top)
        page.mouse.down()
        page.mouse.move(right, bottom, steps=2)
        page.mouse.up()
        expect(page.locator(".span-name")).to_have_count(count)
    page.keyboard.press("Enter")
    expect(page.locator(f'article.item[data-item="{item}"]')).to_have_count(0)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def asknext(*words: str) -> list[str]:
    return [sys.executable, "-m", "asknext", *words]


def serve(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A server of the project, and where it listens once it does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(asknext("serve", str(folder), "--port", str(port)), stdout=subprocess.DEVNULL)
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/label", timeout=5).close()
            return server, f"http://127.0.0.1:{port}/label"
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    server.terminate()
    raise SystemExit("the server did not start")


def work(folder: Path, known: dict[str, Sentence], chromium: str | None) -> float:
    """Label every sentence; seconds it took."""
    server, url = serve(folder)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page()
            page.set_default_timeout(60_000)
            page.add_init_script("localStorage.setItem('asknext.tour', 'seen')")
            page.goto(url)
            begun = time.monotonic()
            for _ in known:
                label(page, known)
            seconds = time.monotonic() - begun
            page.wait_for_load_state("networkidle")
            browser.close()
            return seconds
    finally:
        server.terminate()
        server.wait()


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=25)
    parser.add_argument("--chromium", help="the browser's program, where playwright has none of its own")
    given = parser.parse_args(argv)
    full = [each for each in read(shared_file("wnut17_ner/emerging.dev.conll")) if entities(each)[1]]
    known = {" ".join(row[0] for row in each): each for each in full[: given.sentences]}
    with tempfile.TemporaryDirectory() as temporary:
        rows, folder, out = (Path(temporary) / name for name in ("rows.jsonl", "project", "out.conll"))
        rows.write_text("".join(json.dumps({"text": text}) + "\n" for text in known), encoding="utf-8")
        made = ("init", str(folder), "--data", str(rows), "--text", "text", "--task", "ner")
        subprocess.run(asknext(*made, "--labels", ",".join(CLASSES)), check=True, stdout=subprocess.DEVNULL)
        seconds = work(folder, known, given.chromium)
        subprocess.run(asknext("export", str(folder), "--format", "conll", "--output", str(out)), check=True)
        wanted, got = dict(map(entities, known.values())), dict(map(entities, read(out)))
    equal = sum(len(said & got.get(text, set())) for text, said in wanted.items())
    print(f"{len(known)} sentences in {seconds:.0f} s: {sum(map(len, wanted.values()))} entities in the file,")
    print(f"{sum(map(len, got.values()))} exported, {equal} of them equal.")


if __name__ == "__main__":
    main()
