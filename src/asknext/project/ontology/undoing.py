"""Taking a version back: what it changed, and nothing that came later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from asknext.errors import InputError
from asknext.project.ontology.checked import checked
from asknext.project.ontology.ontology import Ontology, arranged
from asknext.store.classes import LabelClass

__all__ = ["undone"]

_FIELDS = (
    *("name", "key", "colour", "description", "examples", "attributes", "shapes", "heading"),
    *("parent", "retired", "merged_into"),
)
_WORDS = {"key": "shortcut", "parent": "place in the tree", "retired": "end", "merged_into": "end"}


def undone(before: Ontology, after: Ontology, here: Ontology, change: Mapping[str, Any], now: float) -> Ontology:
    """``here`` without what a version changed; what later versions changed stays.

    Parameters
    ----------
    before, after : the classes before and after that version. change : what it did.

    Raises
    ------
    InputError : a later version changed the same thing again, or names or shortcuts would collide now.
    """
    made = [_restored(before, after, each, change, now) for each in here.classes]
    order = _order(before, after, here)
    return checked(arranged([replace(each, position=order(each)) for each in made], here.version), here)


def _restored(before: Ontology, after: Ontology, here: LabelClass, change: Mapping[str, Any], now: float) -> LabelClass:
    was, became = before.by_id.get(here.id), after.by_id.get(here.id)
    if became is None:
        return here  # it came later
    if was is None:
        return _withdrawn(became, here, change, now)
    back = {name: getattr(was, name) for name in _FIELDS if getattr(was, name) != getattr(became, name)}
    for name in back:
        if getattr(here, name) != getattr(became, name):
            what = _WORDS.get(name, name)
            raise InputError(
                f"The {what} of {here.name!r} was changed again by a later version; take that one back first, or set "
                f"the {what} by hand."
            )
    return replace(here, **back) if back else here


def _withdrawn(became: LabelClass, here: LabelClass, change: Mapping[str, Any], now: float) -> LabelClass:
    """A class that the version made: it goes again. What a split made means again the class that was split."""
    if here.retired is not None or became.retired is not None:
        return here
    return replace(here, retired=now, merged_into=change.get("class") if change.get("do") == "split" else None)


def _order(before: Ontology, after: Ontology, here: Ontology) -> Any:
    """The old order where nobody has changed it since, else the order there is."""
    known = {each.id for each in here.live}
    then = [each.id for each in after.live if each.id in known]
    since = [each.id for each in here.live if each.id in after.by_id and after.by_id[each.id].retired is None]
    if then != since:
        return lambda each: each.position
    places = {each.id: each.position for each in before.live}
    return lambda each: places.get(each.id, each.position + len(before.classes))
