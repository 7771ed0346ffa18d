import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError

from asknext.store.database import Database, StorageFailure
from asknext.store.settings import get_setting, set_setting
from asknext.store.writer import Writer


@pytest.fixture
def db(database_url):
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def writer(db):
    made = Writer(db, seconds=60.0)  # a slow machine must not split a group
    yield made
    made.close()


def put(key, value):
    return lambda conn: set_setting(conn, key, value)


def held_up(writer):
    """A first write that goes on until the gate is opened, so that what follows comes as one group."""
    gate, begun = threading.Event(), threading.Event()

    def wait(_conn):
        begun.set()
        gate.wait(5)

    first = writer.submit(wait)
    assert begun.wait(5)
    return first, gate


def test_a_result_comes_after_the_commit(db, writer):
    writer.submit(put("a", 1)).result(5)
    with db.read() as conn:
        assert get_setting(conn, "a") == 1


def test_one_that_fails_takes_nobody_with_it(db, writer):
    first, gate = held_up(writer)

    def wrong(conn):
        set_setting(conn, "b", 1)
        raise ValueError("no")

    futures = [writer.submit(put("a", 1)), writer.submit(wrong), writer.submit(put("c", 3))]
    gate.set()
    first.result(5)
    with pytest.raises(ValueError, match="no"):
        futures[1].result(5)
    futures[2].result(5)
    with db.read() as conn:
        assert [get_setting(conn, key) for key in "abc"] == [1, None, 3]


def test_a_group_shares_one_commit(db, writer):
    seen = []

    def look(conn):
        with db.read() as other:
            seen.append(get_setting(other, "a"))

    first, gate = held_up(writer)
    futures = [writer.submit(put("a", 1)), writer.submit(look)]
    gate.set()
    for each in [first, *futures]:
        each.result(5)
    assert seen == [None]  # what came before in the group was not committed yet


def test_a_broken_disk_fails_the_group_and_the_next_one_works(db, writer):
    """Both databases are told to write no more in the middle of a group."""

    def broken(conn):
        conn.execute(text("PRAGMA query_only = 1" if db.schema is None else "SET TRANSACTION READ ONLY"))
        try:
            set_setting(conn, "b", 2)
        finally:
            if db.schema is None:
                conn.execute(text("PRAGMA query_only = 0"))

    first, gate = held_up(writer)
    before, wrong = writer.submit(put("a", 1)), writer.submit(broken)
    gate.set()
    first.result(5)  # was alone in its commit
    for each in (before, wrong):
        with pytest.raises(StorageFailure, match=r"cannot be written|only reads"):
            each.result(5)
    writer.submit(put("c", 3)).result(5)
    with db.read() as conn:
        assert [get_setting(conn, key) for key in "abc"] == [None, None, 3]


def test_a_value_that_cannot_be_stored_takes_nobody_with_it(db, writer):
    if db.schema is None:
        pytest.skip("SQLite stores a NUL")
    first, gate = held_up(writer)
    before = writer.submit(put("a", 1))
    wrong = writer.submit(lambda conn: conn.execute(text("INSERT INTO setting VALUES ('x', :v)"), {"v": "nul \0"}))
    gate.set()
    for each in (first, before):
        each.result(5)
    with pytest.raises(DataError):
        wrong.result(5)
    with db.read() as conn:
        assert get_setting(conn, "a") == 1


def test_closing_finishes_what_is_queued_and_refuses_the_rest(db):
    writer = Writer(db)
    futures = [writer.submit(put("a", number)) for number in range(200)]
    writer.close()
    assert all(each.done() for each in futures)
    with pytest.raises(StorageFailure, match="stopping"):
        writer.submit(put("a", 0)).result(1)
    with db.read() as conn:
        assert get_setting(conn, "a") == 199
