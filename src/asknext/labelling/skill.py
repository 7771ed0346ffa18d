"""How often each annotator is right, as far as it is known: the weights of their answers."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from asknext.store.settings import get_setting, set_setting

__all__ = ["keep_skills", "measured_skills"]

KEY = "annotator_skills"


def measured_skills(conn: Connection) -> Mapping[str, float] | None:
    """Annotator -> share of right answers, 0 to 1, as of the last round; None before the first one."""
    found: Mapping[str, float] | None = get_setting(conn, KEY)
    return found


def keep_skills(conn: Connection, skills: Mapping[str, float]) -> None:
    """Keep ``skills`` in place of those before."""
    set_setting(conn, KEY, {name: round(float(value), 6) for name, value in skills.items()})
