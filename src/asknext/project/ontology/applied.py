"""The ontology of a file put in place of the one there is: which class is which, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from asknext.errors import DataError, InputError
from asknext.project.ontology.checked import checked
from asknext.project.ontology.ids import Ids
from asknext.project.ontology.ontology import Ontology, arranged
from asknext.project.ontology.operations import settings_of
from asknext.project.ontology.spec import ClassSpec
from asknext.store.class_name import folded_name
from asknext.store.classes import LabelClass

__all__ = ["Applied", "Told", "applied"]


@dataclass(frozen=True)
class Told:
    """What to do with classes that a file does not have: names or ids.

    renamed : old -> new name. merged : class -> the one its labels go to. requeued : those whose items are asked again.
    """

    renamed: Mapping[str, str] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)
    requeued: Sequence[str] = ()


@dataclass(frozen=True)
class Applied:
    """What came of it: the ontology, and ``links``: id in the file -> id here."""

    ontology: Ontology
    links: dict[str, str]


@dataclass(frozen=True)
class _Placed:
    spec: ClassSpec
    parent: int | None


def applied(
    before: Ontology, specs: Sequence[ClassSpec], told: Told, ids: Ids, now: float, links: Mapping[str, str] | None
) -> Applied:
    """The ontology that has exactly the classes of ``specs``.

    A class is found by its id where the file speaks of this ontology, else by its name. Classes the file does not
    have are retired.

    Parameters
    ----------
    links : id in the file -> id here; None where ids in the file say nothing about this project.

    Raises
    ------
    DataError : with the line, where a class cannot be as the file wants it. InputError : `told` cannot be done.
    """
    listed = list(_flat(specs, None))
    found = _matched(before, [each.spec for each in listed], told, links)
    made: list[LabelClass] = []
    for place, (each, had) in enumerate(zip(listed, found, strict=True)):
        parent = None if each.parent is None else made[each.parent].id
        made.append(_class(each.spec, had, parent, place, ids))
    kept = {each.id for each in made}
    gone = [_gone(each, before, made, told, now) for each in before.live if each.id not in kept]
    past = [each for each in before.classes if each.retired is not None and each.id not in kept]
    rest = [*_numbered(gone, len(made)), *_numbered(past, len(made) + len(gone))]
    after = checked(arranged([*made, *rest], before.version), before)
    known = {each.spec.id: one.id for each, one in zip(listed, made, strict=True) if each.spec.id is not None}
    return Applied(after, known)


def _flat(specs: Sequence[ClassSpec], parent: int | None, count: list[int] | None = None) -> Iterator[_Placed]:
    counted = [0] if count is None else count
    for spec in specs:
        here, counted[0] = counted[0], counted[0] + 1
        yield _Placed(spec, parent)
        yield from _flat(spec.classes, here, counted)


def _matched(
    before: Ontology, specs: Sequence[ClassSpec], told: Told, links: Mapping[str, str] | None
) -> list[LabelClass | None]:
    old_of = {folded_name(new): _live(before, old).id for old, new in told.renamed.items()}
    taken: set[str] = set()
    found: list[LabelClass | None] = []
    for spec in specs:
        had = _by_id(before, spec, links) or before.by_id.get(old_of.get(folded_name(spec.name), ""))
        found.append(had if had is not None and had.id not in taken else None)
        taken |= {had.id} if had is not None else set()
    for place, spec in enumerate(specs):  # by name only what no id has claimed
        if found[place] is None:
            named = before.named(spec.name)
            found[place] = named if named is not None and named.id not in taken else None
            taken |= {named.id} if named is not None else set()
    return found


def _by_id(before: Ontology, spec: ClassSpec, links: Mapping[str, str] | None) -> LabelClass | None:
    if spec.id is None or links is None:
        return None
    return before.by_id.get(links.get(spec.id, ""))


def _class(spec: ClassSpec, had: LabelClass | None, parent: str | None, position: int, ids: Ids) -> LabelClass:
    given: dict[str, Any] = {
        name: getattr(spec, name)
        for name in ("name", "key", "colour", "description", "examples", "shapes", "heading", "attributes")
    }
    try:
        settings = settings_of(given, had, ids)
    except InputError as error:
        raise DataError(str(error), line=spec.line, column=f"class {spec.name[:60]!r}") from None
    if had is None:
        return LabelClass(id=ids.new("c"), position=position, parent=parent, **settings)
    return replace(had, position=position, parent=parent, retired=None, merged_into=None, **settings)


def _gone(each: LabelClass, before: Ontology, made: Sequence[LabelClass], told: Told, now: float) -> LabelClass:
    into = next((new for old, new in told.merged.items() if _live(before, old).id == each.id), None)
    if into is None:
        return replace(each, retired=now, merged_into=None)
    target = [one for one in made if one.id == into or folded_name(one.name) == folded_name(into)]
    if not target or target[0].heading:
        raise InputError(f"{each.name!r} cannot be merged into {into!r}: the file has no such class to choose.")
    return replace(each, retired=now, merged_into=target[0].id)


def _live(before: Ontology, name: str) -> LabelClass:
    found = before.by_id.get(name)
    found = found if found is not None and found.retired is None else before.named(name)
    if found is None:
        raise InputError(f"There is no class {name!r} now; name one that is to be renamed, merged or asked again.")
    return found


def _numbered(classes: Sequence[LabelClass], start: int) -> list[LabelClass]:
    return [replace(each, position=start + place) for place, each in enumerate(classes)]
