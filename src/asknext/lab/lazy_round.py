"""`LazyRound`: a round of a stopping rule's history whose fields are made when they are first looked at."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any

from asknext.stopping.history import Round

if TYPE_CHECKING:
    from asknext.lab.stored_cell import StoredCell

__all__ = ["LazyRound"]

_OF_STOP_SET = ("predictions", "stop_confidence")
_OF_CHANGE = ("total_variation", "divergence")
_OF_POOL = ("pool_entropy", "pool_most_entropy", "pool_doubt", "pool_f", "pool_changed")
_OF_BATCH = ("batch_entropy", "batch_confidence", "batch_right", "batch_right_first")
_OF_SCREENING = ("relevance", "control", "found_likely", "left_likely")
_PARTS = {
    **dict.fromkeys(_OF_STOP_SET, "stop_set"),
    **dict.fromkeys(_OF_CHANGE, "change"),
    **dict.fromkeys(_OF_POOL, "pool"),
    **dict.fromkeys(_OF_BATCH, "batch"),
    **dict.fromkeys(_OF_SCREENING, "screening"),
    "train_scores": "trained",
}


class LazyRound(Round):
    """Looks like a `Round`; ``cell`` makes each part of it once, in the order of the rounds at best."""

    def __init__(self, cell: StoredCell, place: int) -> None:
        # Frozen, and some fields are properties here, so that they cannot be set one by one.
        plain = {each.name: _default(each) for each in fields(Round) if each.name not in _PARTS}
        self.__dict__.update(plain | cell.plain(place) | {"_cell": cell, "_place": place, "_made": {}})

    def _part(self, name: str) -> Any:
        own = self.__dict__
        part = _PARTS[name]
        if part not in own["_made"]:
            own["_made"][part] = getattr(own["_cell"], part)(own["_place"])
        return own["_made"][part].get(name, {} if name == "train_scores" else None)


def _default(each: Any) -> Any:
    return each.default_factory() if each.default_factory is not MISSING else each.default


def _looked_at(name: str) -> property:
    def part(self: LazyRound) -> Any:
        return self._part(name)

    return property(part)


for _name in _PARTS:
    setattr(LazyRound, _name, _looked_at(_name))
