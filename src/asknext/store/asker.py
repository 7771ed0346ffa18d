"""`Asker`: who wants items, and what queries ask of an item before they are given it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select

from asknext.store.schema import item, lease, vote

__all__ = ["ANYBODY", "LIVING", "NOT_HELD", "NOT_MINE", "NOT_SAID", "Asker", "skilled"]


@dataclass(frozen=True)
class Asker:
    """Who wants items: ``tags`` are the skills they have, ``labels`` the answers that every item gets."""

    annotator: str
    tags: frozenset[str] = frozenset()
    labels: int = 1

    def values(self, now: float) -> dict[str, Any]:
        """What the queries below are told of them."""
        known = {"tags": sorted(self.tags)} if self.tags else {}
        return {"who": self.annotator, "now": now, "labels": self.labels, **known}


ANYBODY = Asker("")

LIVING = and_(lease.c.item == item.c.pos, lease.c.expires > bindparam("now"))
NOT_HELD = ~select(lease.c.item).where(LIVING).exists()
NOT_MINE = ~select(lease.c.item).where(LIVING, lease.c.annotator == bindparam("who")).exists()
NOT_SAID = ~select(vote.c.item).where(vote.c.item == item.c.pos, vote.c.annotator == bindparam("who")).exists()


def skilled(tagged: bool) -> ColumnElement[bool]:
    """The condition that an item asks for no skill, or, for an asker with any, for one of theirs."""
    if not tagged:
        return item.c.skill.is_(None)
    return or_(item.c.skill.is_(None), item.c.skill.in_(bindparam("tags", expanding=True)))
