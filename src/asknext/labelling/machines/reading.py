"""Strictly from what a machine said to classes: a name must be one of the project's, letter by letter."""

from __future__ import annotations

from typing import Any

from asknext.labelling.machines.brief import Brief, Unusable

__all__ = ["read_classes", "read_confidence", "read_count"]


def read_classes(brief: Brief, said: Any) -> tuple[str, ...]:
    """Class ids for a name or id, or a list of them where an item may have several.

    Raises
    ------
    Unusable : it is none of the classes, or not as many as the task wants.
    """
    names = said if isinstance(said, list) and brief.several else [said]
    by_name = {name: each for each, name, _ in brief.classes} | {each: each for each, _, _ in brief.classes}
    if not all(isinstance(each, str) for each in names):
        raise Unusable("the label is no class")
    unknown = [each for each in names if each not in by_name]
    if unknown:
        raise Unusable("the label is none of the classes")
    chosen = {by_name[each] for each in names}
    return tuple(each for each, _, _ in brief.classes if each in chosen)


def read_confidence(said: Any) -> float:
    """A number from 0 to 1.

    Raises
    ------
    Unusable : it is none.
    """
    if not isinstance(said, int | float) or isinstance(said, bool) or not 0 <= said <= 1:
        raise Unusable("the confidence is no number from 0 to 1")
    return float(said)


def read_count(said: Any) -> int:
    """A number of tokens; 0 where what was said is none, so that a strange bill does not lose the answer."""
    return said if isinstance(said, int) and not isinstance(said, bool) and 0 <= said < 10**9 else 0
