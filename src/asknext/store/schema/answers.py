"""What people did, and what follows from it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, SmallInteger, Table, Text, text

from asknext.store.schema.items import item  # noqa: F401 - the foreign keys below need its table
from asknext.store.schema.metadata import metadata, only

__all__ = ["event", "label", "qualification", "vote"]

# uid is made by the client: the same uid is never stored twice (idempotency).
# kind: label | skip | flag | unflag | comment | ignore | unignore | requeue | undo | accept | reject | correct
# | adjudicate | question | reply | resolve | prioritise | gold.
# value: JSON; for a label the list of class ids (one for single-label), for a comment the text.
# stream: strategy | control | list | import | tell | gold | machine | review | adjudicate | unasked: how the item came
# before the annotator.
# current: false for a late vote on an item that had been labelled meanwhile (kept, not used).
# reason: why somebody rejected, skipped or decided; of a question "park" where it holds its item back; of a reply and a
# resolve the uid of the question. ontology: the version of the classes at that time.
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
    Column("reason", Text),
    Column("ontology", Integer),
    sqlite_autoincrement=True,
)
Index("ix_event_item", event.c.item)
Index("ix_event_annotator", event.c.annotator, event.c.seq)
Index("ix_event_asked", event.c.seq, **only("kind = 'question'"))
Index("ix_event_undoes", event.c.undoes, **only("undoes IS NOT NULL"))

# confidence: of the consensus, 0 to 1. votes: how many answers it rests on.
# decided: vote | consensus | review | correction | adjudication | import; NULL for one from before there were votes.
label = Table(
    "label",
    metadata,
    Column("item", Integer, ForeignKey("item.pos"), primary_key=True, autoincrement=False),
    Column("value", Text, nullable=False),
    Column("seq", Integer, ForeignKey("event.seq"), nullable=False),
    Column("annotator", Text, nullable=False),
    Column("at", Float, nullable=False),
    Column("stream", Text, nullable=False),
    Column("confidence", Float),
    Column("votes", SmallInteger),
    Column("decided", Text),
)

# The current answer of each annotator on each item; kind: human | machine | import.
vote = Table(
    "vote",
    metadata,
    Column("item", Integer, ForeignKey("item.pos"), primary_key=True, autoincrement=False),
    Column("annotator", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("seq", Integer, ForeignKey("event.seq"), nullable=False),
    Column("at", Float, nullable=False),
    Column("seconds", Float),
    Column("stream", Text, nullable=False),
    Column("kind", Text, nullable=False, server_default=text("'human'")),
)
Index("ix_vote_annotator", vote.c.annotator)

qualification = Table(
    "qualification",
    metadata,
    Column("annotator", Text, primary_key=True),
    Column("test", Text, primary_key=True),
    Column("at", Float, nullable=False),
    Column("score", Float, nullable=False),
    Column("passed", Boolean, nullable=False),
)
