"""Small facts about a project, one row each: key and JSON text."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from asknext.store.schema import setting

__all__ = ["get_setting", "set_setting"]

_GET = select(setting.c.value).where(setting.c.key == bindparam("name"))
_CHANGE = update(setting).where(setting.c.key == bindparam("name")).values(value=bindparam("text"))


def get_setting(conn: Connection, key: str, default: Any = None) -> Any:
    """The value kept below ``key``, or ``default``."""
    found = conn.execute(_GET, {"name": key}).scalar()
    return default if found is None else json.loads(found)


def set_setting(conn: Connection, key: str, value: Any) -> None:
    """Keep ``value`` (anything JSON can hold) below ``key``; None removes it."""
    if value is None:
        conn.execute(delete(setting).where(setting.c.key == key))
        return
    text = json.dumps(value, sort_keys=True)
    changed = conn.execute(_CHANGE, {"name": key, "text": text})
    if changed.rowcount == 0:
        conn.execute(insert(setting).values(key=key, value=text))
