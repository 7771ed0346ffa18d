"""What can be done to an ontology, each as a pure function from the one before to the one after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from asknext.errors import InputError, UnknownName
from asknext.project.ontology.checked import checked
from asknext.project.ontology.ids import Ids
from asknext.project.ontology.ontology import Ontology, arranged
from asknext.project.ontology.shortcut import cleaned_key
from asknext.project.ontology.spec import (
    AttributeSpec,
    attributes_of,
    checked_colour,
    checked_shapes,
    checked_texts,
)
from asknext.store.class_name import cleaned_name
from asknext.store.classes import LabelClass

__all__ = ["OPERATIONS", "attribute_spec", "changed", "settings_of", "the_class"]

Change = Mapping[str, Any]


def changed(before: Ontology, change: Change, ids: Ids, now: float) -> Ontology:
    """The ontology after one change.

    Parameters
    ----------
    change : ``do`` is a key of `OPERATIONS`, the rest is what its function reads. ids : makes new ones.
    now : seconds since 1970, for classes that are retired.

    Raises
    ------
    InputError, UnknownName : it cannot be done; the message says why.
    """
    if change["do"] not in OPERATIONS:
        raise UnknownName("change of the classes", change["do"], OPERATIONS)
    classes = OPERATIONS[change["do"]](before, change, ids, now)
    return checked(arranged(classes, before.version), before)


def the_class(ontology: Ontology, class_id: Any) -> LabelClass:
    """The live class with an id. Raises UnknownName for any other."""
    found = ontology.by_id.get(class_id) if isinstance(class_id, str) else None
    if found is None or found.retired is not None:
        raise UnknownName("class", class_id, [each.id for each in ontology.live])
    return found


def settings_of(given: Mapping[str, Any], had: LabelClass | None, ids: Ids) -> dict[str, Any]:
    """Fields of a `LabelClass` from what somebody set, checked.

    Raises
    ------
    InputError, UnknownName : a setting cannot be used.
    """
    readers: dict[str, Callable[[Any], Any]] = {
        "name": cleaned_name,
        "key": lambda key: cleaned_key(key) if key else None,
        "colour": lambda colour: checked_colour(colour) if colour else None,
        "description": lambda text: checked_texts([text], "descriptions")[0] if text and text.strip() else None,
        "examples": lambda texts: checked_texts(texts or (), "examples"),
        "shapes": lambda shapes: checked_shapes(shapes or ()),
        "heading": bool,
        "attributes": lambda specs: attributes_of(
            [attribute_spec(each) for each in specs or ()], had.attributes if had else (), ids
        ),
    }
    return {name: read(given[name]) for name, read in readers.items() if name in given}


def attribute_spec(given: Any) -> AttributeSpec:
    """A question from plain values; choices are names, or objects with id and name."""
    if isinstance(given, AttributeSpec):
        return given
    choices = [
        (None, each) if isinstance(each, str) else (each.get("id"), each["name"]) for each in given.get("choices") or ()
    ]
    return AttributeSpec(
        name=given["name"],
        kind=given["kind"],
        id=given.get("id"),
        choices=tuple(choices),
        required=bool(given.get("required")),
        only_if=given.get("only_if") or {},
    )


def _add(before: Ontology, change: Change, ids: Ids, _now: float) -> list[LabelClass]:
    if change.get("parent") is not None:
        the_class(before, change["parent"])
    made = _new(change, len(before.classes), change.get("parent"), ids)
    return _placed([*before.classes, made], made, change.get("before"))


def _new(given: Mapping[str, Any], position: int, parent: str | None, ids: Ids) -> LabelClass:
    empty = {"key": None, "description": None}
    return LabelClass(ids.new("c"), position=position, parent=parent, **{**empty, **settings_of(given, None, ids)})


def _edit(before: Ontology, change: Change, ids: Ids, _now: float) -> list[LabelClass]:
    had = the_class(before, change["class"])
    return _with(before.classes, replace(had, **settings_of(change["set"], had, ids)))


def _move(before: Ontology, change: Change, _ids: Ids, _now: float) -> list[LabelClass]:
    moved, parent = the_class(before, change["class"]), change.get("parent")
    if parent is not None and moved in before.path(the_class(before, parent).id):
        raise InputError(f"{moved.name!r} cannot stand below itself or below one of its own classes.")
    return _placed(before.classes, replace(moved, parent=parent), change.get("before"))


def _merge(before: Ontology, change: Change, _ids: Ids, now: float) -> list[LabelClass]:
    into = the_class(before, change["into"])
    classes = list(before.classes)
    for each in change["classes"]:
        merged = the_class(before, each)
        if merged.id == into.id:
            raise InputError(f"{into.name!r} cannot be merged into itself.")
        classes = _retired(classes, merged, into.id, now)
    if into.heading:
        raise InputError(f"{into.name!r} only groups other classes; labels cannot be merged into it.")
    return classes


def _split(before: Ontology, change: Change, ids: Ids, _now: float) -> list[LabelClass]:
    whole = the_class(before, change["class"])
    if len(change["into"]) < 2:
        raise InputError(f"{whole.name!r} is split into two classes or more; {len(change['into'])} given.")
    if before.children(whole.id):
        raise InputError(f"{whole.name!r} has classes below it already: add to them, and make it a heading.")
    classes = list(before.classes)
    for given in change["into"]:
        wanted = {"name": given} if isinstance(given, str) else given
        classes.append(_new(wanted, len(classes), whole.id, ids))
    if change.get("rest", "queue") == "keep":
        return classes
    return _with(classes, replace(whole, heading=True, key=None))


def _delete(before: Ontology, change: Change, _ids: Ids, now: float) -> list[LabelClass]:
    gone = the_class(before, change["class"])
    into = change.get("merge_into")
    if into is not None:
        return _merge(before, {"classes": [gone.id], "into": into}, _ids, now)
    return _retired(list(before.classes), gone, None, now)


OPERATIONS: Mapping[str, Callable[[Ontology, Change, Ids, float], Sequence[LabelClass]]] = {
    "add": _add,
    "edit": _edit,
    "move": _move,
    "merge": _merge,
    "split": _split,
    "delete": _delete,
}


def _retired(classes: Sequence[LabelClass], gone: LabelClass, into: str | None, now: float) -> list[LabelClass]:
    """``gone`` retired; what stood below it goes to the class it was merged into, else one step up."""
    tree = arranged(classes)
    own = {each.id for each in tree.below(gone.id)}
    made = _with(classes, replace(gone, retired=now, merged_into=into))
    if into in own:
        made = _with(made, replace(tree.by_id[str(into)], parent=gone.parent))
    below = into if into is not None else gone.parent
    return [
        replace(each, parent=below) if each.parent == gone.id and each.retired is None and each.id != into else each
        for each in made
    ]


def _placed(classes: Sequence[LabelClass], moved: LabelClass, before: str | None) -> list[LabelClass]:
    """``moved`` right before a sibling, or after the last one; positions are counted anew afterwards."""
    others = [each for each in classes if each.id != moved.id]
    places = [place for place, each in enumerate(others) if each.id == before]
    at = places[0] if places else len(others)
    ordered = [*others[:at], moved, *others[at:]]
    return [replace(each, position=place) for place, each in enumerate(ordered)]


def _with(classes: Sequence[LabelClass], one: LabelClass) -> list[LabelClass]:
    return [one if each.id == one.id else each for each in classes]
