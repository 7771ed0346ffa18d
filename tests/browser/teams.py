"""A workspace served for a browser: one project with some labels, and somebody of every role."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import TEXTS, running

PASSWORD = "seven green kettles"


class Team:
    """Served in this process; `come_in` logs a page in without typing."""

    def __init__(self, url: str, workspace: Any, ids: dict[str, int]) -> None:
        self.url, self.folder, self.people, self.ids = url, workspace.folder, workspace.people, ids

    def come_in(self, window: Any, name: str) -> None:
        """Give ``window`` the cookie of a session of ``name``."""
        secret = self.people.sessions.open(self.ids[name], browser="Firefox/128")
        window.context.add_cookies([{"name": "asknext_session", "value": secret, "url": self.url}])


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    from asknext.people import password_hash
    from asknext.people.workspace import create_workspace
    from asknext.server.app import create_workspace_app

    monkeypatch.setattr(password_hash, "MEMORY_KIB", 8)
    with contextlib.ExitStack() as stack:
        workspace = stack.enter_context(create_workspace(tmp_path / "team", "Street signs"))
        for name, rows in (("tweets", TEXTS), ("letters", TEXTS[:12])):
            _make(tmp_path / "team" / name, rows)
        add = _adding(workspace)
        ids = {name: add(name, role) for name, role in
               (("root", None), ("max", "manager"), ("rita", "reviewer"), ("ann", "annotator"))}  # fmt: skip
        url = stack.enter_context(running(create_workspace_app(workspace, train=False)))
        yield Team(url, workspace, ids)


def _adding(workspace: Any) -> Callable[[str, str | None], int]:
    from asknext.people.identity import Identity
    from asknext.people.role import Role

    def add(name: str, role: str | None) -> int:
        secret = workspace.people.invitations.to_server(by="test", admin=role is None)
        person: int = workspace.people.invitations.accept(secret, name, PASSWORD)
        if role is not None:
            workspace.people.members.put(person, "tweets", role, ["law"], by=Identity("test", Role.ADMIN))
        return person

    return add


def _make(folder: Path, rows: list[str]) -> None:
    import json

    from asknext.project.config import ClassConfig, Columns, Config
    from asknext.project.folder import create_project
    from asknext.project.importing import import_data

    file = folder.parent / f"{folder.name}.jsonl"
    lines = [json.dumps({"id": str(number), "text": text}) for number, text in enumerate(rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    classes = (ClassConfig("negative"), ClassConfig("positive"))
    config = Config(title=folder.name.title(), classes=classes, columns=Columns(text="text", id="id"))
    with create_project(folder, config) as project:
        import_data(project, [file])
