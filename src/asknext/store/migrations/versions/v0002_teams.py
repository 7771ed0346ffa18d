"""Several people on one item: priorities, overlap, votes, reviews, versions of the classes, webhooks and jobs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The newest answer of each annotator since the item was last asked anew, late ones too.
_VOTES = """
INSERT INTO vote (item, annotator, value, seq, at, seconds, stream, kind)
SELECT e.item, e.annotator, e.value, e.seq, e.at, e.seconds, e.stream,
       CASE WHEN e.stream = 'import' THEN 'import' ELSE 'human' END
FROM event AS e
JOIN (
    SELECT MAX(a.seq) AS seq
    FROM event AS a
    LEFT JOIN (
        SELECT r.item, MAX(r.seq) AS seq FROM event AS r
        WHERE r.kind = 'requeue' AND r.seq NOT IN (SELECT undoes FROM event WHERE undoes IS NOT NULL)
        GROUP BY r.item
    ) AS again ON again.item = a.item
    WHERE a.kind = 'label' AND a.seq > COALESCE(again.seq, 0)
      AND a.seq NOT IN (SELECT undoes FROM event WHERE undoes IS NOT NULL)
    GROUP BY a.item, a.annotator
) AS newest ON newest.seq = e.seq
"""
_COUNTED = """
UPDATE item SET votes = (SELECT COUNT(*) FROM vote WHERE vote.item = item.pos)
WHERE state <> 0 AND pos IN (SELECT item FROM vote)
"""


def _only(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    _widen_item()
    _widen_answers()
    _share_leases()
    _grow_classes()
    _add_service()
    op.execute(_VOTES)
    op.execute(_COUNTED)


def _widen_item() -> None:
    op.add_column("item", sa.Column("priority", sa.Float(), server_default=sa.text("0"), nullable=False))
    op.add_column("item", sa.Column("wanted", sa.SmallInteger(), nullable=True))
    op.add_column("item", sa.Column("skill", sa.Text(), nullable=True))
    op.add_column("item", sa.Column("gold", sa.Text(), nullable=True))
    op.add_column("item", sa.Column("assigned", sa.Text(), nullable=True))
    op.add_column("item", sa.Column("votes", sa.SmallInteger(), server_default=sa.text("0"), nullable=False))
    open_ = "state = 0 AND {} AND copy_of IS NULL"
    op.create_index("ix_item_priority", "item", ["priority", "draw"], **_only(open_.format("priority <> 0")))
    op.create_index("ix_item_started", "item", ["draw"], **_only(open_.format("votes <> 0")))
    op.create_index("ix_item_gold", "item", ["draw"], **_only("gold IS NOT NULL"))
    op.create_index("ix_item_assigned", "item", ["assigned"], **_only("assigned IS NOT NULL"))
    op.create_index("ix_item_skill", "item", ["skill", "draw"], **_only(open_.format("skill IS NOT NULL")))
    op.drop_index("ix_item_state", table_name="item")
    op.create_index("ix_item_state", "item", ["state", "draw"], **_only("state <> 0"))


def _widen_answers() -> None:
    op.add_column("event", sa.Column("reason", sa.Text(), nullable=True))
    op.add_column("event", sa.Column("ontology", sa.Integer(), nullable=True))
    op.add_column("label", sa.Column("confidence", sa.Float(), nullable=True))
    op.add_column("label", sa.Column("votes", sa.SmallInteger(), nullable=True))
    op.add_column("label", sa.Column("decided", sa.Text(), nullable=True))
    op.create_index("ix_event_asked", "event", ["seq"], **_only("kind = 'question'"))
    op.create_table(
        "vote",
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("annotator", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), server_default=sa.text("'human'"), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["item.pos"], name=op.f("fk_vote_item_item")),
        sa.ForeignKeyConstraint(["seq"], ["event.seq"], name=op.f("fk_vote_seq_event")),
        sa.PrimaryKeyConstraint("item", "annotator", name=op.f("pk_vote")),
    )
    op.create_index("ix_vote_annotator", "vote", ["annotator"])
    op.create_table(
        "qualification",
        sa.Column("annotator", sa.Text(), nullable=False),
        sa.Column("test", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("annotator", "test", name=op.f("pk_qualification")),
    )


def _share_leases() -> None:
    with op.batch_alter_table("lease") as batch:
        batch.drop_constraint("pk_lease", type_="primary")
        batch.create_primary_key("pk_lease", ["item", "session"])
    op.create_index("ix_lease_annotator", "lease", ["annotator"])


def _grow_classes() -> None:
    with op.batch_alter_table("label_class") as batch:
        batch.drop_constraint("uq_label_class_name", type_="unique")
        for name in ("parent", "colour", "examples", "attributes", "shapes"):
            batch.add_column(sa.Column(name, sa.Text(), nullable=True))
        batch.add_column(sa.Column("heading", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch.add_column(sa.Column("retired", sa.Float(), nullable=True))
        batch.add_column(sa.Column("merged_into", sa.Text(), nullable=True))
    op.create_index("uq_label_class_name", "label_class", ["name"], unique=True, **_only("retired IS NULL"))
    op.create_table(
        "ontology_version",
        sa.Column("version", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("annotator", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("tree", sa.Text(), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_ontology_version")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "guideline_version",
        sa.Column("version", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("annotator", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_guideline_version")),
        sqlite_autoincrement=True,
    )


def _add_service() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("cursor", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created", sa.Float(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
        sqlite_autoincrement=True,
    )
    _add_delivery()
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("total", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("done", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("failed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sqlite_autoincrement=True,
    )


def _add_delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("webhook", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("at", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["webhook"], ["webhook.id"], name=op.f("fk_delivery_webhook_webhook"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_webhook", "delivery", ["webhook", "id"])
    op.create_index("ix_delivery_due", "delivery", ["next_at"], **_only("status = 'waiting'"))


def downgrade() -> None:
    for table in ("job", "delivery", "webhook", "guideline_version", "ontology_version", "qualification", "vote"):
        op.drop_table(table)
    _shrink_classes()
    _single_leases()
    for index in ("skill", "assigned", "gold", "started", "priority"):
        op.drop_index(f"ix_item_{index}", table_name="item")
    op.drop_index("ix_event_asked", table_name="event")
    op.drop_index("ix_item_state", table_name="item")
    op.create_index("ix_item_state", "item", ["state"], **_only("state <> 0"))
    _drop_columns("item", ("votes", "assigned", "gold", "skill", "wanted", "priority"))
    _drop_columns("label", ("decided", "votes", "confidence"))
    _drop_columns("event", ("ontology", "reason"))


def _shrink_classes() -> None:
    op.drop_index("uq_label_class_name", table_name="label_class")
    op.execute("DELETE FROM label_class WHERE retired IS NOT NULL")
    with op.batch_alter_table("label_class") as batch:
        for name in ("merged_into", "retired", "heading", "shapes", "attributes", "examples", "colour", "parent"):
            batch.drop_column(name)
        batch.create_unique_constraint("uq_label_class_name", ["name"])


def _single_leases() -> None:
    op.execute("DELETE FROM lease WHERE session <> (SELECT MIN(l.session) FROM lease AS l WHERE l.item = lease.item)")
    op.drop_index("ix_lease_annotator", table_name="lease")
    with op.batch_alter_table("lease") as batch:
        batch.drop_constraint("pk_lease", type_="primary")
        batch.create_primary_key("pk_lease", ["item"])


def _drop_columns(table: str, names: tuple[str, ...]) -> None:
    for name in names:
        # said in SQL: the batch mode would copy a table that others refer to
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
