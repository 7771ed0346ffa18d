"""A real server on a free port, and a real browser in front of it."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")
TOUR_SEEN = "try { localStorage.setItem('asknext.tour', 'seen'); } catch {}"
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
        with urllib.request.urlopen(request, timeout=20) as answer:
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


@dataclass
class Window:
    """A browser of its own (cookies, storage) whose pages may not complain."""

    context: Any
    complaints: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def open(self, url: str) -> Any:
        page = self.context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(url)
        return page

    def _heard(self, message: Any) -> None:
        if message.type == "error" and not any(each in message.text for each in self.expected):
            self.complaints.append(message.text)


@pytest.fixture
def window(browser: Any) -> Iterator[Callable[..., Window]]:
    """window(...): a new browser window, of somebody who has seen the tour unless ``tour``.

    Console errors and CSP reports fail the test at its end.
    """
    opened: list[Window] = []

    def new(*, expected: tuple[str, ...] = (), tour: bool = False, **options: Any) -> Window:
        settings = {"viewport": DESK, "reduced_motion": "reduce", **options}
        context = browser.new_context(**settings)
        if not tour:
            context.add_init_script(TOUR_SEEN)
        context.set_default_timeout(10_000)
        opened.append(Window(context, expected=expected))
        return opened[-1]

    yield new
    complaints = [text for each in opened for text in each.complaints]
    for each in opened:
        # A held answer that comes after the end would be an error of whichever test runs then.
        each.context.unroute_all(behavior="ignoreErrors")
        for page in each.context.pages:
            page.unroute_all(behavior="ignoreErrors")
        each.context.close()
    assert not complaints
