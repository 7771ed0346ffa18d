"""By what a queue sees that something was changed elsewhere: a new ranking, other priorities, more gold items."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from asknext.store.schema import ranking, setting
from asknext.store.settings import get_setting, set_setting

__all__ = ["mark_queue", "queue_marker"]

KEY = "queue_changes"
_MARKER = select(
    select(func.max(ranking.c.version)).scalar_subquery(),
    select(setting.c.value).where(setting.c.key == KEY).scalar_subquery(),
)


def queue_marker(conn: Connection) -> tuple[int | None, str | None]:
    """The version of the newest ranking, and a text that is another one after each `mark_queue`."""
    version, changes = conn.execute(_MARKER).one()
    return version, changes


def mark_queue(conn: Connection) -> None:
    """Have every queue look at priorities, skills and gold items again before it hands out the next item."""
    set_setting(conn, KEY, int(get_setting(conn, KEY, 0)) + 1)
