"""The tables of a project's database, the same on SQLite and PostgreSQL.

``event`` is append-only and is the truth about what people did; ``item.state``, ``item.flagged``, ``label``
and ``lease`` are derived from it (or short-lived) and kept in the same transaction as the event.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    text,
)

__all__ = [
    "IGNORED",
    "LABELLED",
    "OPEN",
    "SKIPPED",
    "event",
    "item",
    "label",
    "label_class",
    "lease",
    "metadata",
    "ranking",
    "round_",
    "setting",
    "web_session",
]

OPEN, LABELLED, SKIPPED, IGNORED = 0, 1, 2, 3

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# pos is the row number of the item in every array of the project: 0, 1, 2, ... without a gap.
# content is the text, the image's path relative to the media folder, or the table row as a JSON object.
# copy_of is the pos of the first item with the same content: a copy is never asked, it takes the label of its first.
# draw is uniform in [0, 1), made from the seed and the id: the order in which control items are drawn.
# control marks the reserve of the control stream: items the strategy never sees.
item = Table(
    "item",
    metadata,
    Column("pos", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("hash", LargeBinary(16), nullable=False),
    Column("content", Text, nullable=False),
    Column("meta", Text),
    Column("grp", Text),
    Column("copy_of", Integer, ForeignKey("item.pos")),
    Column("draw", Float, nullable=False),
    Column("control", Boolean, nullable=False),
    Column("state", SmallInteger, nullable=False, server_default=text("0")),
    Column("flagged", Boolean, nullable=False, server_default=text("false")),
)
Index("ix_item_hash", item.c.hash)
Index(
    "ix_item_open",
    item.c.control,
    item.c.draw,
    sqlite_where=text("state = 0 AND copy_of IS NULL"),
    postgresql_where=text("state = 0 AND copy_of IS NULL"),
)
Index(
    "ix_item_copy_of",
    item.c.copy_of,
    sqlite_where=text("copy_of IS NOT NULL"),
    postgresql_where=text("copy_of IS NOT NULL"),
)
Index("ix_item_state", item.c.state, sqlite_where=text("state <> 0"), postgresql_where=text("state <> 0"))
Index("ix_item_flagged", item.c.flagged, sqlite_where=text("flagged"), postgresql_where=text("flagged"))

# uid is made by the client: the same uid is never stored twice (idempotency).
# kind: label | skip | flag | unflag | comment | ignore | unignore | requeue | undo.
# value: JSON; for a label the list of class ids (one for single-label), for a comment the text.
# stream: strategy | control | list | import | tell: how the item came before the annotator.
# current: false for a late vote on an item that had been labelled meanwhile (kept, not used).
event = Table(
    "event",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("at", Float, nullable=False),
    Column("annotator", Text, nullable=False),
    Column("session", Text, nullable=False),
    Column("item", Integer, ForeignKey("item.pos"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("value", Text),
    Column("seconds", Float),
    Column("stream", Text, nullable=False),
    Column("ranking", Integer),
    Column("strategy", Text),
    Column("score", Float),
    Column("undoes", Integer, ForeignKey("event.seq")),
    Column("current", Boolean, nullable=False, server_default=text("true")),
    sqlite_autoincrement=True,
)
Index("ix_event_item", event.c.item)
Index("ix_event_annotator", event.c.annotator, event.c.seq)
Index(
    "ix_event_undoes",
    event.c.undoes,
    sqlite_where=text("undoes IS NOT NULL"),
    postgresql_where=text("undoes IS NOT NULL"),
)

label = Table(
    "label",
    metadata,
    Column("item", Integer, ForeignKey("item.pos"), primary_key=True, autoincrement=False),
    Column("value", Text, nullable=False),
    Column("seq", Integer, ForeignKey("event.seq"), nullable=False),
    Column("annotator", Text, nullable=False),
    Column("at", Float, nullable=False),
    Column("stream", Text, nullable=False),
)

lease = Table(
    "lease",
    metadata,
    Column("item", Integer, ForeignKey("item.pos"), primary_key=True, autoincrement=False),
    Column("session", Text, nullable=False),
    Column("annotator", Text, nullable=False),
    Column("taken", Float, nullable=False),
    Column("expires", Float, nullable=False),
    Column("stream", Text, nullable=False),
    Column("ranking", Integer),
)
Index("ix_lease_session", lease.c.session)
Index("ix_lease_expires", lease.c.expires)

# file: the ranking's folder below arrays/; the row is written last, so a ranking that can be seen is whole.
ranking = Table(
    "ranking",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False),
    Column("strategy", Text, nullable=False),
    Column("labels", Integer, nullable=False),
    Column("file", Text, nullable=False),
    sqlite_autoincrement=True,
)

# result: JSON, see asknext.labelling.training
round_ = Table(
    "round",
    metadata,
    Column("ranking", Integer, ForeignKey("ranking.version"), primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("labels", Integer, nullable=False),
    Column("result", Text, nullable=False),
)

label_class = Table(
    "label_class",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("key", Text),
    Column("description", Text),
    Column("position", Integer, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

web_session = Table(
    "web_session",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("created", Float, nullable=False),
    Column("expires", Float, nullable=False),
)
