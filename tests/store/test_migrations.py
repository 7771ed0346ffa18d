import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from asknext.store.database import Database
from asknext.store.layout import PROJECT_TABLES
from asknext.store.migrations import alembic_config
from asknext.store.schema import metadata


def migrated(path):
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as conn:
        command.upgrade(alembic_config(conn), "head")
    return engine


def shape(path):
    """What SQLite itself keeps of every table and index, without white space and order of clauses."""
    with sqlite3.connect(path) as conn:
        rows = conn.execute("SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
        tables = {name for kind, name, _ in rows if kind == "table"}
        columns = {t: conn.execute(f"PRAGMA table_info({t})").fetchall() for t in tables}
        keys = {t: sorted(each[2:] for each in conn.execute(f"PRAGMA foreign_key_list({t})")) for t in tables}
        where = {
            name: sql.partition("WHERE")[2].split()
            for name, sql in conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL")
        }
    conn.close()
    return sorted(rows), columns, keys, where


def test_all_steps_make_what_a_new_database_has(tmp_path):
    Database(tmp_path / "new.db").close()
    migrated(tmp_path / "old.db").dispose()
    assert shape(tmp_path / "old.db") == shape(tmp_path / "new.db")


def test_alembic_sees_no_difference_either(tmp_path):
    engine = migrated(tmp_path / "old.db")
    with engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_newest_step_is_the_version_new_databases_get():
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == PROJECT_TABLES.version


def test_the_way_down_leaves_nothing(tmp_path):
    engine = migrated(tmp_path / "old.db")
    with engine.begin() as conn:
        command.downgrade(alembic_config(conn), "base")
        assert set(sa.inspect(conn).get_table_names()) <= {"alembic_version"}
    engine.dispose()


RELEASED = Path(__file__).parent / "released"
VERSIONS = sorted(path.stem for path in RELEASED.glob("*.sql"))


def released(path, version):
    """A database as that release left it."""
    with sqlite3.connect(path) as conn:
        conn.executescript((RELEASED / f"{version}.sql").read_text(encoding="utf-8"))
    conn.close()


def rows(path, query):
    with sqlite3.connect(path) as conn:
        found = conn.execute(query).fetchall()
    conn.close()
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_a_released_database_becomes_what_a_new_one_is_and_keeps_all(tmp_path, version):
    path = tmp_path / "project.db"
    released(path, version)
    tables = [
        t for (t,) in rows(path, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'")
    ]
    columns = {t: ", ".join(f'"{each[1]}"' for each in rows(path, f"PRAGMA table_info({t})")) for t in tables}
    before = {t: rows(path, f"SELECT {columns[t]} FROM {t} ORDER BY 1") for t in tables if t != "alembic_version"}
    Database(path).close()
    Database(tmp_path / "new.db").close()
    assert shape(path) == shape(tmp_path / "new.db")
    assert {t: rows(path, f"SELECT {columns[t]} FROM {t} ORDER BY 1") for t in before} == before
    assert rows(path, "PRAGMA foreign_key_check") == []
    assert rows(tmp_path / f"project.db.{version}.bak", "SELECT version_num FROM alembic_version") == [(version,)]


def test_answers_from_before_there_were_votes_are_votes(tmp_path):
    path = tmp_path / "project.db"
    released(path, "0001")
    Database(path).close()
    assert rows(path, "SELECT item, annotator, value, kind FROM vote ORDER BY item, annotator") == [
        (0, "ada", '["c1"]', "human"),
        (1, "ada", '["c2"]', "human"),
        (1, "bob", '["c1"]', "human"),  # came late, and counts now
        (6, "ada", '["c2"]', "human"),  # the newest of two
        (8, "import", '["c2"]', "import"),
    ]
    # item 2 was undone, item 7 asked anew
    assert rows(path, "SELECT pos, votes FROM item WHERE votes <> 0") == [(0, 1), (1, 2), (6, 1), (8, 1)]


class Old:
    """A database as a release left it, in a file or in a schema, with all that release could hold."""

    def __init__(self, url, version, folder):
        database = Database(url)
        self.engine, self.schema = database.engine, database.schema
        self.reference = folder / "reference.db"
        released(self.reference, version)
        self.tables = {
            table: [name for _, name, *_ in rows(self.reference, f"PRAGMA table_info({table})")]
            for (table,) in rows(self.reference, "SELECT name FROM sqlite_master WHERE type = 'table'")
            if table not in ("sqlite_sequence", "alembic_version")
        }
        self._become_old(version)

    def _become_old(self, version):
        if self.schema is None:
            self.engine.dispose()
            for left in Path(self.engine.url.database).parent.glob("project.db*"):
                left.unlink()
            released(self.engine.url.database, version)
            return
        with self.engine.begin() as conn:
            command.downgrade(alembic_config(conn), "base")
            command.upgrade(alembic_config(conn), version)
            known = sa.MetaData()
            known.reflect(conn, only=self.tables)
            for table in known.sorted_tables:
                conn.execute(sa.insert(table), [self._typed(table, row) for row in self._rows(table.name)])

    def _rows(self, table):
        return rows(self.reference, f"SELECT {self._columns(table)} FROM {table} ORDER BY 1")

    def _columns(self, table):
        return ", ".join(f'"{name}"' for name in self.tables[table])

    def _typed(self, table, row):
        """SQLite keeps true and false as numbers."""
        pairs = zip(self.tables[table.name], row, strict=True)
        return {name: bool(v) if isinstance(table.c[name].type, sa.Boolean) else v for name, v in pairs}

    def kept(self):
        """Whether every row is there with the values it had."""
        with self.engine.connect() as conn:
            found = {t: conn.execute(sa.text(f"SELECT {self._columns(t)} FROM {t} ORDER BY 1")) for t in self.tables}
            return all([tuple(row) for row in found[t].all()] == self._rows(t) for t in self.tables)

    def version(self):
        with self.engine.connect() as conn:
            return conn.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()

    def copy(self, version):
        """The label rows of the copy that was made before."""
        if self.schema is None:
            return rows(f"{self.engine.url.database}.{version}.bak", "SELECT * FROM label ORDER BY item")
        with self.engine.connect() as conn:
            table = f"{self.schema}_before_{version}.label"
            return [tuple(row) for row in conn.execute(sa.text(f"SELECT * FROM {table} ORDER BY item"))]


@pytest.fixture(params=VERSIONS)
def old(request, database_url, tmp_path):
    made = Old(database_url, request.param, tmp_path)
    made.name = request.param
    yield made
    made.engine.dispose()


def test_every_released_database_is_brought_up_with_a_copy_made_before(old, database_url):
    assert old.kept()
    Database(database_url).close()
    assert old.version() == PROJECT_TABLES.version
    assert old.kept()
    assert old.copy(old.name) == old._rows("label")
    with old.engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


KILLED = """
import os, signal, sys
from alembic import command
from asknext.store.database import Database
upgrade = command.upgrade
def killed(*given):
    upgrade(*given)
    os.kill(os.getpid(), signal.SIGKILL)
command.upgrade = killed
Database(sys.argv[1])
"""


def test_a_step_that_is_killed_has_changed_nothing_and_is_made_again(old, database_url):
    old.engine.dispose()
    done = subprocess.run([sys.executable, "-c", KILLED, database_url], check=False)
    assert done.returncode == -signal.SIGKILL
    assert old.version() == old.name
    assert old.kept()
    Database(database_url).close()
    assert old.version() == PROJECT_TABLES.version
    assert old.kept()
