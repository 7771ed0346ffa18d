"""The calls that the labelling driver makes, for asknext: ``adapters.asknext`` once `run` has put it there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
import uuid
from typing import Any

from adapters.base import Base, Item  # type: ignore[import-not-found]
from common import Client, HttpError, spawn, wait_200  # type: ignore[import-not-found]

LABELS = ["World", "Sports", "Business", "Science"]
NDJSON = {"Content-Type": "application/x-ndjson"}


class User:
    """One annotator's browser: a session, and a connection of its own."""

    def __init__(self, base: str, name: str) -> None:
        self.name, self.session, self.client = name, uuid.uuid4().hex, Client(base)


class Adapter(Base):  # type: ignore[misc]
    """A server has one project, so a new project is a new folder and a new start.

    Options: ``train=no`` switches retraining off; ``rank=margin`` and so on choose the strategy.
    """

    dist = "asknext"

    def start(self) -> tuple[float, dict[str, Any]]:
        self.folder = getattr(self, "folder", None) or self._make("start")
        return self._serve(), {}

    def make_users(self, n: int) -> list[User]:
        self.users = [User(self.base, f"user{k}") for k in range(n)]
        return self.users

    def create_project(self, title: str) -> str:
        self.stop()
        self.folder = self._make(title.replace(" ", "-"))
        self._serve()
        for user in self.users:
            user.session, user.client = uuid.uuid4().hex, Client(self.base)
        return self.folder

    def import_texts(self, pid: str, texts: list[str]) -> int:
        body = "\n".join(json.dumps({"text": text}) for text in texts).encode()
        status, data, _ = self.admin.raw("POST", "/api/v1/items", body, NDJSON)
        if status >= 300:
            raise HttpError(status, data)
        return int(json.loads(data)["added"])

    def next_item(self, pid: str, user: User, queue: Any = None) -> Item | None:
        body = {"session": user.session, "annotator": user.name, "want": 1, "hold": []}
        items = user.client.json("POST", "/api/v1/leases", body)["items"]
        if not items:
            return None
        why = items[0]["why"]
        # the driver reads "lowest first": ours is highest first
        score = None if queue is None or why["score"] is None else -why["score"]
        return Item(items[0]["item"], score=score, extra=uuid.uuid4().hex)

    def submit(self, pid: str, user: User, item: Item, label: str) -> None:
        event = {"uid": item.extra, "kind": "label", "item": item.key, "value": [self._class(label)], "seconds": 1.0}
        body = {"session": user.session, "annotator": user.name, "events": [event]}
        result = user.client.json("POST", "/api/v1/events", body)["results"][0]
        if result["status"] != "stored":
            raise RuntimeError(result)

    def export(self, pid: str) -> tuple[int, int]:
        path = os.path.join(self.data, "export.jsonl")
        with open(path, "wb") as file:
            _, size, _ = self.admin.raw("GET", "/api/v1/export?format=jsonl&labelled=0", stream_to=file)
        with open(path, "rb") as file:
            return size, sum(1 for _ in file)

    def queue_modes(self) -> list[str]:
        return ["ranking"]

    def setup_score_queue(self, mode: str, texts: Any, seed: int) -> tuple[str, str]:
        import random

        pid = self.create_project(f"queue {seed} {time.time_ns()}")
        self.import_texts(pid, list(texts))
        rng = random.Random(seed)
        self._put_ranking({each["id"]: -rng.random() for each in self._items()})
        return pid, "ranking"

    def rescore_prepare(self, n: int) -> bytes:
        import random

        rng = random.Random(9)
        items = self._items(n)
        return "".join(json.dumps({"id": each["id"], "score": rng.random()}) + "\n" for each in items).encode()

    def rescore(self, todo: bytes) -> int:
        status, data, _ = self.admin.raw("PUT", "/api/v1/ranking", todo, NDJSON)
        if status >= 300:
            raise HttpError(status, data)
        return int(json.loads(data)["ranked"])

    def _put_ranking(self, scores: dict[str, float]) -> None:
        self.rescore("".join(json.dumps({"id": i, "score": s}) + "\n" for i, s in scores.items()).encode())

    def _items(self, most: int = 1 << 30) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        after: Any = -1
        while after is not None and len(found) < most:
            page = self.admin.json("GET", f"/api/v1/items?limit=500&after={after}")
            found += page["items"]
            after = page["next"]
        return found[:most]

    def _make(self, name: str) -> str:
        folder = os.path.join(os.path.abspath(self.data), name)
        shutil.rmtree(folder, ignore_errors=True)
        made = (
            "import sys; from asknext.project.config import ClassConfig, Columns, Config; "
            "from asknext.project.folder import create_project; "
            f"create_project(sys.argv[1], Config(classes=tuple(map(ClassConfig, {LABELS!r})), "
            "columns=Columns(text='text'), control=float(sys.argv[2]), strategy=sys.argv[3])).close()"
        )
        control = self.opts.get("control", "0" if name.startswith("queue") else "0.1")
        strategy = self.opts.get("rank", "auto")
        subprocess.run([f"{self.venv}/bin/python", "-c", made, folder, control, strategy], check=True)
        return folder

    def _serve(self) -> float:
        train = "False" if self.opts.get("train") == "no" else "True"
        code = (
            "import sys; from asknext.server.run import serve; "
            f"serve(sys.argv[1], port=int(sys.argv[2]), train={train})"
        )
        command = [f"{self.venv}/bin/python", "-c", code, self.folder, str(self.port)]
        process = spawn(command, log=os.path.join(self.data, "server.log"))
        self.procs = [process]
        seconds: float = wait_200(self.base + "/healthz", 60, process)
        self.admin = Client(self.base)
        found = self.admin.json("GET", "/api/v1/project")["classes"]
        self._classes = {each["name"]: each["id"] for each in found}
        return seconds

    def _class(self, label: str) -> str:
        return self._classes[label]
