"""A workspace of two projects with somebody of every role, and a client for each of them."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from tests.labelling.conftest import fill

from asknext.people import password_hash
from asknext.people.identity import Identity
from asknext.people.role import Role
from asknext.people.workspace import create_workspace
from asknext.project.config import ClassConfig, Config
from asknext.project.folder import create_project
from asknext.server.app import create_workspace_app

__all__ = ["PASSWORD", "Team", "team"]

PASSWORD = "seven green kettles"
ROOT = Identity("test", Role.ADMIN)
PEOPLE = {
    "root": None,
    "max": {"p": "manager"},
    "rita": {"p": "reviewer"},
    "ann": {"p": "annotator"},
    "bob": {"p": "annotator"},
    "mona": {"q": "manager"},
    "nina": {},
}


class Team:
    """Served in this process."""

    def __init__(self, folder, **settings):
        self.folder = folder
        self.workspace = create_workspace(folder, "Signs")
        self.people = self.workspace.people
        for name in "pq":
            make(folder / name, name)
        self.ids = {name: self._added(name, roles) for name, roles in PEOPLE.items()}
        self.app = create_workspace_app(self.workspace, train=False, **settings)
        self._opened = []
        self.nobody = self._client()
        self.clients = {name: self._logged_in(person) for name, person in self.ids.items()}

    def __getitem__(self, name):
        return self.clients[name]

    def close(self):
        for each in reversed(self._opened):
            each.__exit__(None, None, None)
        self.workspace.close()

    def client(self, base_url="http://localhost"):
        """A browser that nobody has logged in with; the application runs already."""
        return TestClient(self.app, base_url=base_url, raise_server_exceptions=False, follow_redirects=False)

    def with_token(self, owner, scopes, **limits):
        """A client for a program with a token of ``owner``."""
        principal = self.people.sessions.find(self.people.sessions.open(self.ids[owner]))
        client = self.client()
        client.headers["Authorization"] = "Bearer " + self.people.tokens.make(principal, "test", scopes, **limits)
        return client

    def logged(self, what):
        return [each for each in self.people.log.page(limit=500) if each["what"] == what]

    def _client(self):
        client = self.client()
        self._opened.append(client.__enter__())
        return client

    def _logged_in(self, person):
        client = self.client()
        client.portal = self.nobody.portal  # one event loop for all
        client.cookies.set("asknext_session", self.people.sessions.open(person))
        return client

    def _added(self, name, roles):
        secret = self.people.invitations.to_server(by="test", admin=roles is None)
        person = self.people.invitations.accept(secret, name, PASSWORD)
        for project, role in (roles or {}).items():
            self.people.members.put(person, project, role, (), by=ROOT)
        return person


def make(folder, title):
    config = Config(title=title, classes=tuple(ClassConfig(name) for name in "abc"), control=0.1)
    with create_project(folder, config) as project:
        fill(project, 20)


@pytest.fixture
def team(tmp_path, monkeypatch):
    monkeypatch.setattr(password_hash, "MEMORY_KIB", 8)
    monkeypatch.setattr(password_hash, "PASSES", 1)
    made = Team(tmp_path / "team")
    yield made
    made.close()
