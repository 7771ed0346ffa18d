import sqlite3

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from asknext.store import migrations
from asknext.store.database import SCHEMA, Database
from asknext.store.migrations import alembic_config, upgrade
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
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == SCHEMA


def test_the_way_down_leaves_nothing(tmp_path):
    engine = migrated(tmp_path / "old.db")
    with engine.begin() as conn:
        command.downgrade(alembic_config(conn), "base")
        assert set(sa.inspect(conn).get_table_names()) <= {"alembic_version"}
    engine.dispose()


def test_an_older_database_is_copied_before_it_is_changed(tmp_path, monkeypatch):
    path = tmp_path / "project.db"
    Database(path).close()
    monkeypatch.setattr("asknext.store.database.SCHEMA", "0002")
    monkeypatch.setattr(migrations, "upgrade", upgrade)
    Database(path).close()
    assert (tmp_path / "project.db.0001.bak").exists()
