import resource
import subprocess

import pytest
from sqlalchemy import select
from tests.server.conftest import Server, fill

from asknext.project.config import ClassConfig, Config
from asknext.project.folder import create_project
from asknext.store.database import Database
from asknext.store.schema import event

LIMIT = 3 << 20


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 3 MB, or None where nobody may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={LIMIT}", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        mounted = False
    yield folder if mounted else None
    if mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def comment(server, number):
    given = {"uid": f"u{number}", "kind": "comment", "item": 1, "value": "x" * 9000}
    return server.call("POST", "/api/v1/events", {"session": "s", "annotator": "me", "events": [given]})


def until_refused(server, start):
    for number in range(start, start + 2000):
        status, _, answer = comment(server, number)
        if status != 200:
            return number, status, answer
    raise AssertionError("the disk never was full")


def check(server, project, refused):
    """What was acknowledged is there, what was refused is not, and reading goes on."""
    assert server.call("GET", "/api/v1/project")[0] == 200
    database = Database(project.folder / "project.db")
    with database.read() as conn:
        stored = set(conn.execute(select(event.c.uid)).scalars())
        assert conn.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    database.close()
    assert stored == {f"u{number}" for number in range(refused)}


def project_in(folder):
    project = create_project(folder, Config(classes=(ClassConfig("a"),)))
    fill(project, 10)
    project.close()
    return project


def test_a_full_disk_is_said_and_nothing_is_half_written(small_disk):
    if small_disk is None:
        pytest.skip("mounting a small file system is not allowed here; the limit on file sizes is tested below")
    project = project_in(small_disk / "p")
    (small_disk / "ballast").write_bytes(b"x" * (LIMIT // 4))
    server = Server(project.folder)
    try:
        number, status, answer = until_refused(server, 0)
        assert status == 507
        assert answer["error"]["code"] == "storage"
        assert "disk is full: nothing of this was stored" in answer["error"]["message"]
        (small_disk / "ballast").unlink()
        check(server, project, number)
        assert comment(server, number)[0] == 200  # and it goes on without a new start
    finally:
        server.close()


def test_a_disk_that_refuses_to_write(tmp_path):
    project = project_in(tmp_path / "p")
    server = Server(project.folder, limit=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT)))
    try:
        number, status, answer = until_refused(server, 0)
        assert status == 507
        assert "nothing of this was stored" in answer["error"]["message"]
        check(server, project, number)
    finally:
        server.close()
