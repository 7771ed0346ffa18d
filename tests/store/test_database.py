import sqlite3
import threading

import pytest
from sqlalchemy import text

from asknext.errors import ProjectError
from asknext.store.database import Database
from asknext.store.layout import PROJECT_TABLES
from asknext.store.settings import get_setting, set_setting


@pytest.fixture
def db(database_url):
    database = Database(database_url)
    yield database
    database.close()


def test_commits_are_durable_and_readers_do_not_wait_on_sqlite(tmp_path):
    db = Database(tmp_path / "project.db")
    with db.read() as conn:
        assert conn.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert conn.execute(text("PRAGMA synchronous")).scalar() == 2  # FULL
        assert conn.execute(text("PRAGMA foreign_keys")).scalar() == 1
    db.close()


def test_commits_are_durable_on_postgresql_whatever_the_server_is_set_to(postgres_url):
    db = Database(postgres_url)
    with db.read() as conn:
        assert conn.execute(text("SHOW synchronous_commit")).scalar() == "on"
    db.close()


def test_a_read_sees_one_moment(db):
    with db.read() as reader:
        assert get_setting(reader, "k") is None
        with db.write() as conn:
            set_setting(conn, "k", 1)
        assert get_setting(reader, "k") is None
    with db.read() as reader:
        assert get_setting(reader, "k") == 1


def test_a_write_that_raises_changes_nothing(db):
    with pytest.raises(ZeroDivisionError), db.write() as conn:  # noqa: PT012
        set_setting(conn, "k", 1)
        raise ZeroDivisionError
    with db.read() as conn:
        assert get_setting(conn, "k") is None


def test_a_write_inside_a_write_is_refused_instead_of_waiting_for_ever(db):
    with db.write(), pytest.raises(RuntimeError, match="wait for ever"), db.write():
        pass


def test_writes_of_many_threads_lose_nothing(db):
    def count():
        for _ in range(20):
            with db.write() as conn:
                set_setting(conn, "k", get_setting(conn, "k", 0) + 1)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with db.read() as conn:
        assert get_setting(conn, "k") == 80


def test_a_file_that_is_no_database(tmp_path):
    (tmp_path / "project.db").write_bytes(b"this is not a database" * 100)
    with pytest.raises(ProjectError, match=r"project\.db is not an SQLite database"):
        Database(tmp_path / "project.db")


def test_a_database_of_somebody_else(tmp_path):
    with sqlite3.connect(tmp_path / "project.db") as conn:
        conn.execute("CREATE TABLE films (title TEXT)")
    conn.close()
    with pytest.raises(ProjectError, match="holds other tables than asknext's"):
        Database(tmp_path / "project.db")


def test_a_newer_version_is_said_so(tmp_path):
    Database(tmp_path / "project.db").close()
    with sqlite3.connect(tmp_path / "project.db") as conn:
        conn.execute("UPDATE alembic_version SET version_num = '9000'")
    conn.close()
    with pytest.raises(
        ProjectError, match=rf"version '9000', which a newer asknext wrote; this one knows '{PROJECT_TABLES.version}'"
    ):
        Database(tmp_path / "project.db")
