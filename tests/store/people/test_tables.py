"""The people's tables: their steps lead to them, on both databases."""

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from asknext.people.audit_log import AuditLog
from asknext.store.database import Database
from asknext.store.migrations.upgrade import alembic_config
from asknext.store.people import tables
from asknext.store.people.persons import add_person
from asknext.store.people.tables import PEOPLE_TABLES


def shape(database):
    """Tables with their columns, keys and indexes."""
    kinds = ("get_columns", "get_indexes", "get_unique_constraints", "get_foreign_keys")
    with database.read() as conn:
        found = inspect(conn)
        return {
            name: [found.get_pk_constraint(name)]
            + [sorted(map(told, getattr(found, kind)(name)), key=lambda each: each["name"]) for kind in kinds]
            for name in found.get_table_names()
        }


def told(about):
    return {name: str(value) for name, value in about.items()}


def test_the_newest_step_is_the_version():
    steps = ScriptDirectory.from_config(alembic_config(layout=PEOPLE_TABLES))
    assert steps.get_current_head() == PEOPLE_TABLES.version


def test_the_steps_lead_to_the_tables_though_they_do_not_look_at_them(database_url, monkeypatch):
    made = Database(database_url, PEOPLE_TABLES)
    wanted = shape(made)
    monkeypatch.setattr(tables, "people_metadata", MetaData())  # tables of later on are no business of theirs
    with made.write() as conn:
        PEOPLE_TABLES.metadata.drop_all(conn)
        conn.execute(text("DELETE FROM alembic_version"))
        if made.schema is not None:
            conn.execute(text("DROP FUNCTION audit_only_added_to"))
        command.upgrade(alembic_config(conn, PEOPLE_TABLES), "head")
    assert shape(made) == wanted
    with made.read() as conn:
        assert conn.execute(text("SELECT version_num FROM alembic_version")).scalar() == PEOPLE_TABLES.version
    AuditLog(made).add("Ann", "log_in")
    with pytest.raises(DBAPIError, match="only added to"), made.write() as conn:
        conn.execute(text("DELETE FROM audit"))
    made.close()


def test_two_versions_of_one_name_are_one_account_by_the_database_itself(database_url):
    made = Database(database_url, PEOPLE_TABLES)
    with made.write() as conn:
        add_person(conn, name="Ann", folded="ann", created=1.0)
    with pytest.raises(IntegrityError), made.write() as conn:
        add_person(conn, name="ANN", folded="ann", created=2.0)
    made.close()
