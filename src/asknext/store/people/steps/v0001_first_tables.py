"""The first tables of a workspace's people."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables."""
    from asknext.store.people.tables import people_metadata

    # as nothing is older than these tables, they are made from today's; the next step writes this one out
    people_metadata.create_all(op.get_bind())


def downgrade() -> None:
    """There is nothing before."""
    raise NotImplementedError(f"nothing is older than {revision}")
