"""A real server on a free port, and a real browser in front of it."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from .windows import PATIENCE, TOUR_SEEN, Window, Windows

playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")
playwright.expect.set_options(timeout=PATIENCE)
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
TEXTS = [f"Item number {number}: a text of some words.\nIt has two lines." for number in range(120)]


@dataclass
class Served:
    """A project being served."""

    url: str
    project: Any

    def get(self, path: str) -> Any:
        return self.call("GET", path)

    def call(self, method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> Any:
        request = urllib.request.Request(f"{self.url}/api/v1{path}", data=body, method=method)
        request.add_header("Content-Type", kind)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def rank(self, scores: Mapping[str, float]) -> None:
        """Publish a ranking from outside."""
        lines = "".join(json.dumps({"id": name, "score": score}) + "\n" for name, score in scores.items())
        self.call("PUT", "/ranking", lines.encode(), "application/x-ndjson")

    def guess(self, order: Sequence[int], probabilities: Sequence[float]) -> None:
        """Publish a ranking with a guess at the first class for each item."""
        import numpy as np

        from asknext.labelling.ranking import publish_ranking

        guesses = np.array([[0, each, 1, 1 - each] for each in probabilities], dtype=np.float32)
        meta = {"classes": [each.id for each in self.project.classes], "sentence": "The two best classes are level."}
        scores = np.linspace(1, 0, len(order))
        publish_ranking(
            self.project, strategy="margin", labels=20, order=np.array(order), scores=scores, n=len(probabilities),
            guesses=guesses, meta=meta,
        )  # fmt: skip

    def labels(self) -> dict[int, list[str]]:
        """Label by item."""
        found = self.get("/items?state=labelled&limit=500")["items"]
        return {each["item"]: each["label"] for each in found}

    def events(self, item: int) -> list[dict[str, Any]]:
        return list(self.get(f"/items/{item}")["events"])


@contextlib.contextmanager
def running(app: Any) -> Iterator[str]:
    import uvicorn

    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, lifespan="on", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        sock.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """serve(rows, token=..., **config): a project with these rows, served until the test ends."""
    from asknext.project.config import ClassConfig, Columns, Config, QueueConfig
    from asknext.project.folder import create_project
    from asknext.project.importing import import_data
    from asknext.server.app import create_app

    with contextlib.ExitStack() as stack:

        def start(
            rows: Sequence[Any] = TEXTS,
            *,
            classes: Sequence[str | tuple[str, str]] = ("negative", "positive"),
            content: str = "text",
            token: str | None = None,
            preload: int = 2,
            source: Path | None = None,
            **config: Any,
        ) -> Served:
            folder = tmp_path / f"project-{len(list(tmp_path.iterdir()))}"
            made = [ClassConfig(each) if isinstance(each, str) else ClassConfig(*each) for each in classes]
            columns = Columns(text="text" if content == "text" else None, id="id" if source is None else None)
            given = {"title": "browser", "classes": tuple(made), "content": content, "columns": columns}
            settings = Config(**{**given, "queue": QueueConfig(preload=preload, lease_seconds=30), **config})
            project = stack.enter_context(create_project(folder, settings))
            import_data(project, [source or _file(tmp_path, rows)])
            app = create_app(project, token=token, train=False)
            return Served(stack.enter_context(running(app)), project)

        yield start


def _file(folder: Path, rows: Sequence[Any]) -> Path:
    path = folder / f"rows-{len(list(folder.iterdir()))}.jsonl"
    with open(path, "w", encoding="utf-8") as file:
        for number, row in enumerate(rows):
            content = {"text": row} if isinstance(row, str) else row
            file.write(json.dumps({"id": f"id-{number:04}", **content}) + "\n")
    return path


@pytest.fixture(scope="session")
def windows(browser: Any) -> Windows:
    return Windows(browser)


@pytest.fixture
def window(windows: Windows) -> Iterator[Callable[..., Window]]:
    """window(...): a new browser window, of somebody who has seen the tour unless ``tour``.

    Console errors and CSP reports fail the test at its end.
    """
    opened: list[Window] = []

    def new(*, expected: tuple[str, ...] = (), tour: bool = False, script: str = "", **options: Any) -> Window:
        settings = {"viewport": DESK, "reduced_motion": "reduce", **options}
        context = windows.take(script if tour else TOUR_SEEN + script, settings)
        opened.append(Window(context, expected=expected))
        return opened[-1]

    yield new
    complaints = [text for each in opened for text in each.complaints]
    for each in opened:
        windows.give_back(each.context)
    assert not complaints
