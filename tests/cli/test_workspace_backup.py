"""A workspace's people and projects in one folder and back, on either database, all of it or nothing."""

import json
import subprocess
import sys

import pytest

from asknext.cli.workspace.backing_up import back_up_workspace, restore_workspace
from asknext.errors import DataError, ProjectError
from asknext.formats import Row
from asknext.people.identity import Identity
from asknext.people.role import Role
from asknext.people.workspace import create_workspace, open_workspace
from asknext.project.config import Columns, Config
from asknext.project.folder import create_project, open_project
from asknext.project.importing import import_rows
from asknext.store.dump import dumped_rows, dumped_tables
from asknext.store.people.tables import PEOPLE_TABLES, person_session

BOSS = Identity("boss", Role.ADMIN)


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch):
    from asknext.people import password_hash

    monkeypatch.setattr(password_hash, "MEMORY_KIB", 8)
    monkeypatch.setattr(password_hash, "PASSES", 1)


def team_in(folder, database=None):
    with create_workspace(folder, "The team", database) as workspace:
        people = workspace.people
        ann = people.invitations.accept(
            people.invitations.to_server(by="boss", admin=False), "Ann", "seven green kettles"
        )
        people.members.put(ann, "tweets", Role.REVIEWER, ("medicine",), by=BOSS)
        people.sessions.open(ann)
    config = Config(title="tweets", columns=Columns(text="text"))
    with create_project(folder / "tweets", config) as project:
        import_rows(project, [Row(k, {"text": f"text {k}"}) for k in range(3)])
    return folder


def people_of(folder):
    with open_workspace(folder) as workspace, workspace.database.read() as conn:
        return {name: list(dumped_rows(conn, table)) for name, table in dumped_tables(PEOPLE_TABLES).items()}


def test_everybody_and_every_project_comes_back_on_the_other_database(sqlite_or_postgres, request, tmp_path):
    url = request.getfixturevalue("postgres_url")
    urls = (None, url) if sqlite_or_postgres == "sqlite" else (url, None)
    team = team_in(tmp_path / "team", urls[0])
    rows, names = back_up_workspace(team, tmp_path / "kept", media=False)
    settings = (tmp_path / "kept" / "workspace.yaml").read_text()
    assert (names, "postgresql" in settings, "The team" in settings) == (["tweets"], False, True)
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0
    assert (
        restore_workspace(tmp_path / "kept", tmp_path / "again", database=urls[1], trusted=False, tell=print) == names
    )
    before = people_of(team)
    assert people_of(tmp_path / "again") == before
    assert rows == sum(map(len, before.values())) > 3
    with open_workspace(tmp_path / "again") as again:
        with again.database.read() as conn:
            assert conn.execute(person_session.select()).first() is None
        assert list(again.projects()) == ["tweets"]
    with open_project(tmp_path / "again" / "tweets") as project:
        assert project.n == 3
    if urls[1] is not None:
        with pytest.raises(ProjectError, match=r"people in schema .* already"):
            restore_workspace(tmp_path / "kept", tmp_path / "third", database=urls[1], trusted=False, tell=print)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["again", "kept", "team"]


KILLED = """
import os, signal, sys
from pathlib import Path
import asknext.people.copying as copying
from asknext.cli.workspace.backing_up import restore_workspace

load = copying.load_rows
copying.load_rows = lambda *given: (load(*given), os.kill(os.getpid(), signal.SIGKILL))
restore_workspace(Path(sys.argv[1]), Path(sys.argv[2]), database=None, trusted=False, tell=print)
"""


def test_a_restore_that_is_killed_leaves_nothing_that_looks_whole(tmp_path):
    team, again = team_in(tmp_path / "team"), tmp_path / "again"
    back_up_workspace(team, tmp_path / "kept", media=False)
    assert subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "kept"), str(again)]).returncode == -9
    assert not again.exists()
    restore_workspace(tmp_path / "kept", again, database=None, trusted=False, tell=print)
    assert people_of(again) == people_of(team)


@pytest.mark.parametrize("name", ["people.db", "projects/tweets.tar", "workspace.yaml"])
def test_a_damaged_file_is_named_and_nothing_is_made(name, tmp_path):
    back_up_workspace(team_in(tmp_path / "team"), tmp_path / "kept", media=False)
    path = tmp_path / "kept" / name
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(DataError, match=f"'{name}' in it is damaged"):
        restore_workspace(tmp_path / "kept", tmp_path / "again", database=None, trusted=False, tell=print)
    assert not (tmp_path / "again").exists()


def test_a_file_that_stands_elsewhere_is_refused(tmp_path):
    back_up_workspace(team_in(tmp_path / "team"), tmp_path / "kept", media=False)
    project = tmp_path / "kept" / "projects" / "tweets.tar"
    project.rename(tmp_path / "elsewhere.tar")
    project.symlink_to(tmp_path / "elsewhere.tar")
    with pytest.raises(DataError, match="is damaged"):
        restore_workspace(tmp_path / "kept", tmp_path / "again", database=None, trusted=False, tell=print)
    assert not (tmp_path / "again").exists()


def test_a_list_that_leads_elsewhere_is_refused(tmp_path):
    back_up_workspace(team_in(tmp_path / "team"), tmp_path / "kept", media=False)
    listed = tmp_path / "kept" / "workspace-backup.json"
    told = json.loads(listed.read_text())
    listed.write_text(json.dumps({**told, "files": {**told["files"], "projects/../../evil.tar": "0"}}))
    with pytest.raises(DataError, match="is damaged"):
        restore_workspace(tmp_path / "kept", tmp_path / "again", database=None, trusted=False, tell=print)
