"""What is measured of pictures, videos and recordings; the points and the skeleton of a class."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("item", sa.Column("facts", sa.Text(), nullable=True))
    op.add_column("label_class", sa.Column("keypoints", sa.Text(), nullable=True))
    op.add_column("label_class", sa.Column("skeleton", sa.Text(), nullable=True))


def downgrade() -> None:
    # said in SQL: the batch mode would copy a table that others refer to
    op.execute("ALTER TABLE item DROP COLUMN facts")
    op.execute("ALTER TABLE label_class DROP COLUMN keypoints")
    op.execute("ALTER TABLE label_class DROP COLUMN skeleton")
