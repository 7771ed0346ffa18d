"""A PostgreSQL server for the tests: one a session, started when first asked for, in a folder of its own."""

from __future__ import annotations

import glob
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from asknext.project.database_config import DatabaseConfig
from asknext.project.folder import Project

__all__ = ["PASSWORD", "Postgres", "database_url", "postgres", "postgres_url", "sqlite_or_postgres"]

PASSWORD = "made for the tests"
USER = "asknext"
DATABASE = "asknext"
# what is tested with these is not the disk; where it is, `Postgres` is started with safe=True
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_numbers = itertools.count(1)


def programs() -> Path | None:
    """The folder of initdb and postgres, or None where there is none."""
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4].split(".")[0]))
    found = [Path(each) for each in folders if os.path.exists(f"{each}/initdb")]
    on_path = shutil.which("initdb")
    return found[-1] if found else Path(on_path).parent if on_path else None


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def in_memory() -> str | None:
    """A folder in memory where there is one with room, as a thousand schemas are many files; None else."""
    memory = "/dev/shm"
    return memory if os.path.isdir(memory) and shutil.disk_usage(memory).free > 4 << 30 else None


class Postgres:
    """A server on loopback, of a user that is not root, whom initdb refuses.

    Parameters
    ----------
    safe : whether a commit is on the disk, as in real life.
    """

    def __init__(self, *, safe: bool = False) -> None:
        found = programs()
        if found is None:
            pytest.skip("this needs the programs of PostgreSQL (Debian: apt-get install postgresql)")
        self._programs, self._safe = found, safe
        self._as = self._identity()
        self.folder = Path(tempfile.mkdtemp(prefix="asknext-pg-", dir=None if safe else in_memory()))
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._make()
        self.start()

    def url(self, schema: str, *, database: str = DATABASE, password: str = PASSWORD) -> str:
        """The address of one schema."""
        secret = password.replace(" ", "%20")
        return f"postgresql://{USER}:{secret}@127.0.0.1:{self.port}/{database}?schema={schema}"

    def start(self) -> None:
        """Start, and wait until it answers; right after a kill it may take some attempts."""
        options = [] if self._safe else [part for each in FAST for part in ("-c", each)]
        options += ["-c", f"unix_socket_directories={self.folder}", "-c", "listen_addresses=127.0.0.1"]
        command = [str(self._programs / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), *options]
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if self._process is None or self._process.poll() is not None:
                self._process = self._run_beside(command)
            ready = [str(self._programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
            if subprocess.run(ready, check=False).returncode == 0:
                return
            time.sleep(0.05)
        raise AssertionError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text(errors='replace')[-2000:]}")

    def kill(self) -> None:
        """As when the machine's power fails: SIGKILL to the server and all it started."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(20)

    def stop(self) -> None:
        """Stop in good order."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)  # "fast": it does not wait for those who are connected
            self._process.wait(30)

    def remove(self) -> None:
        """End at once, and leave nothing behind."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make(self) -> None:
        for name in ("data", "password", "log"):
            path = self.folder / name
            path.mkdir() if name == "data" else path.write_text(PASSWORD if name == "password" else "")
        if self._as is not None:
            for path in (self.folder, *self.folder.iterdir()):
                os.chown(path, *self._as)
        options = ["-A", "scram-sha-256", "-U", USER, f"--pwfile={self.folder / 'password'}"]
        options += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        command = [str(self._programs / "initdb"), "-D", str(self.folder / "data"), *options]
        self._run_beside(command).wait(120)
        (self.folder / "data" / "pg_hba.conf").write_text(
            "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        )
        self._single_user(f"CREATE DATABASE {DATABASE};\n")

    def _single_user(self, sql: str) -> None:
        command = [str(self._programs / "postgres"), "--single", "-D", str(self.folder / "data"), "postgres"]
        process = self._run_beside(command, stdin=subprocess.PIPE)
        process.communicate(sql.encode(), timeout=60)

    def _run_beside(self, command: list[str], stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        user = {} if self._as is None else {"user": self._as[0], "group": self._as[1], "extra_groups": []}
        with open(self.folder / "log", "ab") as log:
            return subprocess.Popen(
                command, stdin=stdin, stdout=log, stderr=log, cwd="/", start_new_session=True, **user
            )

    @staticmethod
    def _identity() -> tuple[int, int] | None:
        if os.getuid() != 0:
            return None
        for name in ("postgres", "nobody"):
            try:
                found = pwd.getpwnam(name)
            except KeyError:
                continue
            return found.pw_uid, found.pw_gid
        pytest.skip("PostgreSQL does not run as root, and there is no other user here")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The session's server; skips where PostgreSQL or its driver is absent."""
    pytest.importorskip("psycopg", reason="this needs psycopg, the driver for PostgreSQL")
    server = Postgres()
    yield server
    server.remove()


@pytest.fixture
def postgres_url(postgres: Postgres) -> str:
    """The address of a schema that nobody else uses."""
    return postgres.url(f"t{os.getpid()}_{next(_numbers)}")


@pytest.fixture(params=["sqlite", "postgresql"])
def sqlite_or_postgres(request: pytest.FixtureRequest) -> str:
    """Which database new projects get; every test that uses this one runs on both.

    A module does so for all of its tests with ``pytestmark = pytest.mark.usefixtures("sqlite_or_postgres")``.
    """
    if request.param == "postgresql":
        request.getfixturevalue("projects_on_postgres")
    return str(request.param)


@pytest.fixture
def projects_on_postgres(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every project that is made in this process gets a schema of its own, unless it says where it is to be."""
    opened: list[Project] = []
    begin = Project.__init__

    def settled(self: DatabaseConfig, _name: str) -> DatabaseConfig:
        return self if self.url else DatabaseConfig(url=postgres.url(f"t{os.getpid()}_{next(_numbers)}"))

    def remembered(self: Project, *given: Any) -> None:
        begin(self, *given)
        opened.append(self)

    monkeypatch.setattr(DatabaseConfig, "settled", settled)
    monkeypatch.setattr(Project, "__init__", remembered)
    yield
    for each in opened:  # a connection that is left to the collector is a warning
        each.close()


@pytest.fixture(autouse=True)
def _all_on_postgres(request: pytest.FixtureRequest) -> None:
    """With ASKNEXT_TEST_DATABASE=postgresql the whole suite runs there, but for what is about SQLite's own file."""
    if os.environ.get("ASKNEXT_TEST_DATABASE") == "postgresql":
        request.getfixturevalue("projects_on_postgres")


@pytest.fixture
def database_url(sqlite_or_postgres: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new database: a file, and then a schema of PostgreSQL."""
    if sqlite_or_postgres == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'project.db'}"
