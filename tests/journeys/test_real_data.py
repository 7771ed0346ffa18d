"""From a real file to exported labels, as a person would: command line, HTTP API, and a browser by keyboard."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
import uuid
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.browser.label_page import answer, current, expect, ready

SHARED = Path(os.environ.get("ASKNEXT_SHARED", Path(__file__).parents[3] / "shared")) / "data"
BY_API, BY_KEYBOARD = 270, 30
Ids = dict[str, str]


def asknext(*words: str | Path) -> Any:
    """Run the command; what it says with --json."""
    done = subprocess.run(
        [sys.executable, "-m", "asknext", *map(str, words), "--json"], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The project at a free port, by the real command."""
    command = [sys.executable, "-m", "asknext", "serve", str(folder), "--port", "0"]
    with open(folder / "server.log", "w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, text=True)
        try:
            yield _address(process, folder / "server.log")
        finally:
            process.terminate()
            process.wait(30)


def _address(process: subprocess.Popen[str], log: Path) -> str:
    import time

    for _ in range(600):
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text(encoding="utf-8"))
        if found:
            return found.group()
        assert process.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.05)
    raise AssertionError("the server did not say where it listens")


def post(url: str, body: Any) -> Any:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as reply:
        return json.load(reply)


def answer_by_api(url: str, truth: Ids, ids: dict[str, str], count: int) -> Ids:
    """Play an annotator over the HTTP API; the answers by item id."""
    session, given = uuid.uuid4().hex, {}
    while len(given) < count:
        leased = post(f"{url}/api/v1/leases", {"session": session, "annotator": "api", "want": 5, "hold": []})["items"]
        assert leased
        events = []
        for item in leased[: count - len(given)]:
            given[item["id"]] = truth[item["id"]]
            value = [ids[truth[item["id"]]]]
            events.append(
                {"uid": uuid.uuid4().hex, "kind": "label", "item": item["item"], "value": value, "seconds": 1.0}
            )
        results = post(f"{url}/api/v1/events", {"session": session, "annotator": "api", "events": events})["results"]
        assert {each["status"] for each in results} == {"stored"}
    post(f"{url}/api/v1/leases/release", {"session": session})
    return given


def answer_by_keyboard(browser: Any, url: str, truth: Ids, classes: list[str], count: int) -> Ids:
    """Open the page in Chromium and press number keys; the answers by item id."""
    given: Ids = {}
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(url)
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")  # the tour
    while len(given) < count:
        item = ready(page)
        with urllib.request.urlopen(f"{url}/api/v1/items/{item}", timeout=30) as reply:
            name = json.load(reply)["id"]
        given[name] = truth[name]
        assert current(page) == item
        answer(page, str((classes.index(truth[name]) + 1) % 10))
    expect(page.get_by_text(re.compile("waiting to be sent"))).to_have_count(0)
    assert not complaints
    page.close()
    return given


def journey(browser: Any, folder: Path, truth: Ids, classes: list[str]) -> None:
    """300 answers, export, and the exported labels are what was answered."""
    with served(folder) as url:
        with urllib.request.urlopen(f"{url}/api/v1/project", timeout=30) as reply:
            ids = {each["name"]: each["id"] for each in json.load(reply)["classes"]}
        given = answer_by_api(url, truth, ids, BY_API)
        given |= answer_by_keyboard(browser, url, truth, classes, BY_KEYBOARD)
    assert len(given) == BY_API + BY_KEYBOARD
    asknext("export", folder, "--format", "csv", "--output", folder / "labels.csv")
    with open(folder / "labels.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["copy_of"]]
    assert {row["id"]: row["label"] for row in rows} == given
    streams = [row["stream"] for row in rows]
    assert 20 <= streams.count("control") <= 40
    status = asknext("status", folder)
    assert status["progress"]["labelled"] == BY_API + BY_KEYBOARD


@pytest.fixture
def real() -> Callable[[str], Path]:
    """real(name): the folder of a shared data set; skips where it is absent."""

    def found(name: str) -> Path:
        if not (SHARED / name).is_dir():
            pytest.skip(f"the shared data set {name} is not here")
        return SHARED / name

    return found


def test_300_tweets_are_labelled_and_exported_as_answered(
    tmp_path: Path, real: Callable[[str], Path], browser: Any
) -> None:
    source = real("sentiment140_8k") / "training_8000_shuffled.csv"
    classes = ["negative", "positive"]
    with open(source, encoding="latin-1", newline="") as file:
        truth = {row[1]: classes[row[0] == "4"] for row in csv.reader(file)}
    made = asknext(
        "init", tmp_path / "tweets", "--data", source, "--no-header", "--task", "single-label",
        "--labels", ",".join(classes), "--text", "6", "--id", "2",
    )  # fmt: skip
    assert made["added"] == 8000
    journey(browser, tmp_path / "tweets", truth, classes)


def test_300_pictures_are_labelled_and_exported_as_answered(
    tmp_path: Path, real: Callable[[str], Path], browser: Any
) -> None:
    source = real("cifar10_4k")
    with zipfile.ZipFile(source / "images.zip") as archive:
        archive.extractall(tmp_path / "pictures")
    with open(source / "labels.csv", encoding="utf-8", newline="") as file:
        listed = {row["file"]: row["label"] for row in csv.DictReader(file)}
    classes = sorted(set(listed.values()))
    labels = ",".join(classes)
    asknext("init", tmp_path / "cifar", "--data", tmp_path / "pictures", "--task", "single-label", "--labels", labels)
    asknext("export", tmp_path / "cifar", "--format", "csv", "--output", tmp_path / "all.csv", "--all")
    with open(tmp_path / "all.csv", encoding="utf-8", newline="") as file:
        truth = {row["id"]: _label_of(row["image"], listed) for row in csv.DictReader(file)}
    journey(browser, tmp_path / "cifar", truth, classes)
    shutil.rmtree(tmp_path / "pictures")


def _label_of(path: str, listed: dict[str, str]) -> str:
    return next(label for name, label in listed.items() if path.endswith(name) or name.endswith(path))
