"""`Extent`: how far an item reaches, so that nothing is said of what lies outside of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Extent", "extent_of", "facts_of"]


@dataclass(frozen=True)
class Extent:
    """What is known of an item; None where it is not.

    width, height : of the upright picture, in pixels. frames : the indexes of a sequence's frames.
    characters : of a text, in code points. seconds : of a recording.
    """

    width: int | None = None
    height: int | None = None
    frames: frozenset[int] | None = None
    characters: int | None = None
    seconds: float | None = None


def facts_of(row: Any) -> Mapping[str, Any]:
    """What an import measured of the item ``row``; nothing where it measured nothing."""
    found = json.loads(row.facts) if row.facts else {}
    return found if isinstance(found, dict) else {}


def extent_of(content: str, row: Any) -> Extent:
    """The extent of the item ``row`` (content, facts) in a project of a ``content``."""
    facts = facts_of(row)
    if content == "text":
        return Extent(characters=len(row.content))
    if content == "frames":
        listed = json.loads(row.content)["frames"]
        frames = frozenset(int(each["index"]) for each in listed)
        return Extent(facts.get("width"), facts.get("height"), frames)
    return Extent(facts.get("width"), facts.get("height"), seconds=facts.get("seconds"))
