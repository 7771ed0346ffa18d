"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "item",
        sa.Column("pos", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("meta", sa.Text(), nullable=True),
        sa.Column("grp", sa.Text(), nullable=True),
        sa.Column("copy_of", sa.Integer(), nullable=True),
        sa.Column("draw", sa.Float(), nullable=False),
        sa.Column("control", sa.Boolean(), nullable=False),
        sa.Column("state", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("flagged", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(["copy_of"], ["item.pos"], name=op.f("fk_item_copy_of_item")),
        sa.PrimaryKeyConstraint("pos", name=op.f("pk_item")),
        sa.UniqueConstraint("id", name=op.f("uq_item_id")),
    )
    op.create_index(
        "ix_item_copy_of",
        "item",
        ["copy_of"],
        unique=False,
        sqlite_where=sa.text("copy_of IS NOT NULL"),
        postgresql_where=sa.text("copy_of IS NOT NULL"),
    )
    op.create_index(
        "ix_item_flagged",
        "item",
        ["flagged"],
        unique=False,
        sqlite_where=sa.text("flagged"),
        postgresql_where=sa.text("flagged"),
    )
    op.create_index("ix_item_hash", "item", ["hash"], unique=False)
    op.create_index(
        "ix_item_open",
        "item",
        ["control", "draw"],
        unique=False,
        sqlite_where=sa.text("state = 0 AND copy_of IS NULL"),
        postgresql_where=sa.text("state = 0 AND copy_of IS NULL"),
    )
    op.create_index(
        "ix_item_state",
        "item",
        ["state"],
        unique=False,
        sqlite_where=sa.text("state <> 0"),
        postgresql_where=sa.text("state <> 0"),
    )
    op.create_table(
        "label_class",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_class")),
        sa.UniqueConstraint("name", name=op.f("uq_label_class_name")),
    )
    op.create_table(
        "ranking",
        sa.Column("version", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("strategy", sa.Text(), nullable=False),
        sa.Column("labels", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_ranking")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "web_session",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created", sa.Float(), nullable=False),
        sa.Column("expires", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_web_session")),
    )
    op.create_table(
        "event",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("annotator", sa.Text(), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("ranking", sa.Integer(), nullable=True),
        sa.Column("strategy", sa.Text(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("current", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["item.pos"], name=op.f("fk_event_item_item")),
        sa.ForeignKeyConstraint(["undoes"], ["event.seq"], name=op.f("fk_event_undoes_event")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_event")),
        sa.UniqueConstraint("uid", name=op.f("uq_event_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_annotator", "event", ["annotator", "seq"], unique=False)
    op.create_index("ix_event_item", "event", ["item"], unique=False)
    op.create_index(
        "ix_event_undoes",
        "event",
        ["undoes"],
        unique=False,
        sqlite_where=sa.text("undoes IS NOT NULL"),
        postgresql_where=sa.text("undoes IS NOT NULL"),
    )
    op.create_table(
        "lease",
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("annotator", sa.Text(), nullable=False),
        sa.Column("taken", sa.Float(), nullable=False),
        sa.Column("expires", sa.Float(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("ranking", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["item"], ["item.pos"], name=op.f("fk_lease_item_item")),
        sa.PrimaryKeyConstraint("item", name=op.f("pk_lease")),
    )
    op.create_index("ix_lease_expires", "lease", ["expires"], unique=False)
    op.create_index("ix_lease_session", "lease", ["session"], unique=False)
    op.create_table(
        "round",
        sa.Column("ranking", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("labels", sa.Integer(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ranking"], ["ranking.version"], name=op.f("fk_round_ranking_ranking")),
        sa.PrimaryKeyConstraint("ranking", name=op.f("pk_round")),
    )
    op.create_table(
        "label",
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("annotator", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["item.pos"], name=op.f("fk_label_item_item")),
        sa.ForeignKeyConstraint(["seq"], ["event.seq"], name=op.f("fk_label_seq_event")),
        sa.PrimaryKeyConstraint("item", name=op.f("pk_label")),
    )


def downgrade() -> None:
    op.drop_table("label")
    op.drop_table("round")
    op.drop_index("ix_lease_session", table_name="lease")
    op.drop_index("ix_lease_expires", table_name="lease")
    op.drop_table("lease")
    op.drop_index(
        "ix_event_undoes",
        table_name="event",
        sqlite_where=sa.text("undoes IS NOT NULL"),
        postgresql_where=sa.text("undoes IS NOT NULL"),
    )
    op.drop_index("ix_event_item", table_name="event")
    op.drop_index("ix_event_annotator", table_name="event")
    op.drop_table("event")
    op.drop_table("web_session")
    op.drop_table("setting")
    op.drop_table("ranking")
    op.drop_table("label_class")
    op.drop_index(
        "ix_item_state", table_name="item", sqlite_where=sa.text("state <> 0"), postgresql_where=sa.text("state <> 0")
    )
    op.drop_index(
        "ix_item_open",
        table_name="item",
        sqlite_where=sa.text("state = 0 AND copy_of IS NULL"),
        postgresql_where=sa.text("state = 0 AND copy_of IS NULL"),
    )
    op.drop_index("ix_item_hash", table_name="item")
    op.drop_index(
        "ix_item_flagged", table_name="item", sqlite_where=sa.text("flagged"), postgresql_where=sa.text("flagged")
    )
    op.drop_index(
        "ix_item_copy_of",
        table_name="item",
        sqlite_where=sa.text("copy_of IS NOT NULL"),
        postgresql_where=sa.text("copy_of IS NOT NULL"),
    )
    op.drop_table("item")
