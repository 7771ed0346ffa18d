"""What a database server can do wrong is one sentence each, and the next attempt works."""

import subprocess
import sys

import pytest
from tests.postgres import PASSWORD, Postgres

from asknext.errors import InputError, MissingExtra
from asknext.store.database import Database, StorageFailure
from asknext.store.settings import get_setting, set_setting


def refused(url):
    with pytest.raises(StorageFailure) as caught:
        Database(url)
    sentence = str(caught.value)
    assert "password=" not in sentence
    assert PASSWORD not in sentence
    return sentence


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": "wrong"}, "refused the user name or the password"),
        ({"database": "nowhere"}, "has no database of that name"),
    ],
)
def test_what_is_wrong_with_an_address(postgres, change, said):
    assert said in refused(postgres.url("wrong", **change))


def test_nobody_listens_there(postgres):
    away = postgres.url("wrong").replace(f":{postgres.port}/", ":1/")
    assert "does not answer" in refused(away)


@pytest.mark.parametrize("url", ["://", "postgresql://a:b@host:port/x", "mysql://a@b/c"])
def test_an_address_that_is_none(url):
    with pytest.raises(InputError, match=r"expected postgresql|write postgresql"):
        Database(url)


@pytest.mark.parametrize("name", ["a; DROP TABLE item", "Tweets", "pg_toast", "9lives", "", "x" * 52, 'a"b'])
def test_a_schema_with_a_name_that_cannot_be(name):
    with pytest.raises(InputError, match="expected small letters"):
        Database(f"postgresql://a@localhost/b?schema={name}" if name else "postgresql://a@localhost/b?schema=%20")


def test_without_the_driver_the_sentence_says_what_to_type(tmp_path):
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from asknext.store.database import Database\n"
        "Database('postgresql://a@localhost/b')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert MissingExtra.__name__ in done.stderr
    assert "pip install 'asknext[postgres]'" in done.stderr


def keep(db, value):
    with db.write() as conn:
        set_setting(conn, "k", value)


def kept(db):
    with db.read() as conn:
        return get_setting(conn, "k")


def test_a_server_that_is_killed_takes_nothing_with_it_and_is_found_again():
    pytest.importorskip("psycopg", reason="this needs psycopg, the driver for PostgreSQL")
    server = Postgres(safe=True)
    db = Database(server.url("killed"))
    try:
        keep(db, 1)
        server.kill()
        with pytest.raises(StorageFailure, match="does not answer"):
            kept(db)
        server.start()
        assert kept(db) == 1
        with pytest.raises(StorageFailure, match="does not answer"), db.write() as conn:  # noqa: PT012
            set_setting(conn, "k", 2)
            server.kill()
        server.start()
        assert kept(db) == 1
        keep(db, 3)
        assert kept(db) == 3
    finally:
        db.close()
        server.remove()


def test_writers_of_two_processes_wait_for_each_other_and_not_for_ever(postgres_url, monkeypatch):
    monkeypatch.setattr("asknext.store.postgres_engine.LOCK_MS", 100)
    one, other = Database(postgres_url), Database(postgres_url)
    with one.write(), pytest.raises(StorageFailure, match="kept busy"):
        keep(other, 1)
    keep(other, 2)
    assert kept(one) == 2
    one.close()
    other.close()


def test_a_user_who_may_not_make_a_schema(postgres, postgres_url):
    db = Database(postgres_url)
    with db.write() as conn:
        conn.exec_driver_sql("CREATE ROLE guest LOGIN PASSWORD 'guest'")
    guest = postgres.url("guests").replace("asknext:", "guest:", 1).replace(PASSWORD.replace(" ", "%20"), "guest")
    assert "may not do this" in refused(guest)
    with db.write() as conn:
        conn.exec_driver_sql("DROP ROLE guest")
    db.close()
