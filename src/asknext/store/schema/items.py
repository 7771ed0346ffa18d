"""Items and who holds them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, SmallInteger, Table, Text, text

from asknext.store.schema.metadata import metadata, only

__all__ = ["DISPUTED", "IGNORED", "LABELLED", "OPEN", "REJECTED", "REVIEW", "SKIPPED", "item", "lease"]

OPEN, LABELLED, SKIPPED, IGNORED = 0, 1, 2, 3
# submitted and waiting for a reviewer; back with its annotator; waiting for adjudication
REVIEW, REJECTED, DISPUTED = 4, 5, 6

# pos is the row number of the item in every array of the project: 0, 1, 2, ... without a gap.
# content is the text, the image's path relative to the media folder, or the table row as a JSON object.
# copy_of is the pos of the first item with the same content: a copy is never asked, it takes the label of its first.
# draw is uniform in [0, 1), made from the seed and the id: the order in which control items are drawn.
# control marks the reserve of the control stream: items the strategy never sees.
# priority comes from outside: 0 for most, the greater the sooner. wanted: labels wanted, NULL for the project's own.
# skill: a tag that the annotator must have. gold: the right answer (JSON list of class ids) of an item that only
# checks annotators. assigned: the only annotator who gets it. votes: how many answers of people it has that count.
# facts: what an import measured of a picture, video or recording, as a JSON object (width, height, seconds, ...).
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
    Column("priority", Float, nullable=False, server_default=text("0")),
    Column("wanted", SmallInteger),
    Column("skill", Text),
    Column("gold", Text),
    Column("assigned", Text),
    Column("votes", SmallInteger, nullable=False, server_default=text("0")),
    Column("facts", Text),
)
Index("ix_item_hash", item.c.hash)
Index("ix_item_open", item.c.control, item.c.draw, **only("state = 0 AND copy_of IS NULL"))
Index("ix_item_copy_of", item.c.copy_of, **only("copy_of IS NOT NULL"))
Index("ix_item_state", item.c.state, item.c.draw, **only("state <> 0"))
Index("ix_item_flagged", item.c.flagged, **only("flagged"))
# Each of these holds only the few items that are special, so that a project without any pays nothing for them.
Index("ix_item_priority", item.c.priority, item.c.draw, **only("state = 0 AND priority <> 0 AND copy_of IS NULL"))
Index("ix_item_started", item.c.draw, **only("state = 0 AND votes <> 0 AND copy_of IS NULL"))
Index("ix_item_gold", item.c.draw, **only("gold IS NOT NULL"))
Index("ix_item_assigned", item.c.assigned, **only("assigned IS NOT NULL"))
Index("ix_item_skill", item.c.skill, item.c.draw, **only("state = 0 AND skill IS NOT NULL AND copy_of IS NULL"))

lease = Table(
    "lease",
    metadata,
    Column("item", Integer, ForeignKey("item.pos"), primary_key=True, autoincrement=False),
    Column("session", Text, primary_key=True),
    Column("annotator", Text, nullable=False),
    Column("taken", Float, nullable=False),
    Column("expires", Float, nullable=False),
    Column("stream", Text, nullable=False),
    Column("ranking", Integer),
)
Index("ix_lease_session", lease.c.session)
Index("ix_lease_annotator", lease.c.annotator)
Index("ix_lease_expires", lease.c.expires)
