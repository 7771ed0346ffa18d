"""The tables of a workspace's people, the same on SQLite and PostgreSQL. Of every secret only a hash is kept."""

from __future__ import annotations

from sqlalchemy import DDL, Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text, event, false

from asknext.store.layout import Layout
from asknext.store.schema.metadata import NAMING

__all__ = [
    "PEOPLE_TABLES",
    "audit",
    "external_account",
    "invitation",
    "membership",
    "people_metadata",
    "person",
    "person_session",
    "person_token",
]

people_metadata = MetaData(naming_convention=NAMING)

# folded: the name as it is compared; password: an argon2 hash, or NULL where they come by single sign-on only.
person = Table(
    "person",
    people_metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False, unique=True),
    Column("password", Text),
    Column("admin", Boolean, nullable=False, server_default=false()),
    Column("disabled", Float),
    Column("created", Float, nullable=False),
    sqlite_autoincrement=True,
)

# skills: JSON list of tags.
membership = Table(
    "membership",
    people_metadata,
    Column("person", Integer, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("project", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("skills", Text, nullable=False, server_default="[]"),
    Column("at", Float, nullable=False),
    Column("by", Text, nullable=False),
)
Index("ix_membership_project", membership.c.project)

# person: whose password a reset is for; NULL for somebody new. used: when it was taken up or withdrawn.
invitation = Table(
    "invitation",
    people_metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("person", Integer, ForeignKey("person.id", ondelete="CASCADE")),
    Column("project", Text),
    Column("role", Text),
    Column("admin", Boolean, nullable=False, server_default=false()),
    Column("skills", Text, nullable=False, server_default="[]"),
    Column("note", Text, nullable=False, server_default=""),
    Column("created", Float, nullable=False),
    Column("by", Text, nullable=False),
    Column("expires", Float, nullable=False),
    Column("used", Float),
    Column("used_by", Text),
    sqlite_autoincrement=True,
)

# seen: the last request, to the minute; expires: the end in any case.
person_session = Table(
    "person_session",
    people_metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("person", Integer, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("created", Float, nullable=False),
    Column("seen", Float, nullable=False),
    Column("expires", Float, nullable=False),
    Column("address", Text, nullable=False, server_default=""),
    Column("browser", Text, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)
Index("ix_person_session_person", person_session.c.person)

# beginning: the first characters, by which a token that was found somewhere is recognised.
# scopes: JSON list of verbs; projects: JSON list of names, or NULL for all of the owner's.
person_token = Table(
    "person_token",
    people_metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("person", Integer, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("beginning", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("projects", Text),
    Column("created", Float, nullable=False),
    Column("expires", Float, nullable=False),
    Column("seen", Float),
    Column("revoked", Float),
    sqlite_autoincrement=True,
)
Index("ix_person_token_person", person_token.c.person)

# An account elsewhere, by which a person comes in: never by their e-mail, which others can come to own.
external_account = Table(
    "external_account",
    people_metadata,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("person", Integer, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("at", Float, nullable=False),
)

# who: the name at that time, also of somebody who is gone. detail: JSON object.
audit = Table(
    "audit",
    people_metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("project", Text),
    Column("subject", Text),
    Column("address", Text, nullable=False, server_default=""),
    Column("detail", Text, nullable=False, server_default="{}"),
    sqlite_autoincrement=True,
)
Index("ix_audit_who", audit.c.who)
Index("ix_audit_project", audit.c.project)

APPEND_ONLY = {
    "sqlite": [
        "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END",
        "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION audit_only_added_to() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$",
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_only_added_to()",
    ],
}
for _dialect, _statements in APPEND_ONLY.items():
    for _statement in _statements:
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(audit, "after_create", _ddl.execute_if(dialect=_dialect))

PEOPLE_TABLES = Layout(people_metadata, "0001", "asknext.store.people.steps")
