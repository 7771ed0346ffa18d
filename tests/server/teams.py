"""A workspace of two projects with somebody of every role, and a client for each of them."""

from __future__ import annotations

import shutil

import pytest
from starlette.testclient import TestClient
from tests.labelling.conftest import fill

from asknext.people import password_hash
from asknext.people.identity import Identity
from asknext.people.role import Role
from asknext.people.workspace import create_workspace, open_workspace
from asknext.project.config import ClassConfig, Config
from asknext.project.folder import create_project
from asknext.server.app import create_workspace_app

__all__ = ["PASSWORD", "Team", "team", "team_template"]

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
    """Served in this process, from a copy of ``template``."""

    def __init__(self, template, folder, **settings):
        self.folder = folder
        shutil.copytree(template.folder, folder)
        self.workspace = open_workspace(folder)
        self.people, self.ids = self.workspace.people, template.ids
        self.app = create_workspace_app(self.workspace, train=False, **settings)
        self._portal = None
        self.nobody = self.client()
        self._running = self.nobody.__enter__()
        self._portal = self.nobody.portal
        self.clients = {name: self._with_session(secret) for name, secret in template.sessions.items()}

    def __getitem__(self, name):
        return self.clients[name]

    def close(self):
        self._running.__exit__(None, None, None)
        self.workspace.close()

    def client(self, base_url="http://localhost"):
        """A browser that nobody has logged in with; the application runs already, in one event loop for all."""
        made = TestClient(self.app, base_url=base_url, raise_server_exceptions=False, follow_redirects=False)
        made.portal = self._portal
        return made

    def with_token(self, owner, scopes, **limits):
        """A client for a program with a token of ``owner``."""
        principal = self.people.sessions.find(self.people.sessions.open(self.ids[owner]))
        client = self.client()
        client.headers["Authorization"] = "Bearer " + self.people.tokens.make(principal, "test", scopes, **limits)
        return client

    def logged(self, what):
        return [each for each in self.people.log.page(limit=500) if each["what"] == what]

    def _with_session(self, secret):
        client = self.client()
        client.cookies.set("asknext_session", secret)
        return client


class Template:
    """The folder that every test gets a copy of: making it takes longer than many a test."""

    def __init__(self, folder):
        self.folder = folder
        with create_workspace(folder, "Signs") as workspace:
            self.ids = {name: _added(workspace.people, name, roles) for name, roles in PEOPLE.items()}
            self.sessions = {name: workspace.people.sessions.open(number) for name, number in self.ids.items()}
        for name in "pq":
            make(folder / name, name)


def _added(people, name, roles):
    secret = people.invitations.to_server(by="test", admin=roles is None)
    person = people.invitations.accept(secret, name, PASSWORD)
    for project, role in (roles or {}).items():
        people.members.put(person, project, role, (), by=ROOT)
    return person


def make(folder, title):
    config = Config(title=title, classes=tuple(ClassConfig(name) for name in "abc"), control=0.1)
    with create_project(folder, config) as project:
        fill(project, 20)


@pytest.fixture(scope="session")
def team_template(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        cheap_hashes(patch)
        return Template(tmp_path_factory.mktemp("template") / "team")


@pytest.fixture
def team(team_template, tmp_path, monkeypatch):
    cheap_hashes(monkeypatch)
    made = Team(team_template, tmp_path / "team")
    yield made
    made.close()


def cheap_hashes(patch):
    patch.setattr(password_hash, "MEMORY_KIB", 8)
    patch.setattr(password_hash, "PASSES", 1)
