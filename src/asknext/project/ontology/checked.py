"""What must be true of every ontology before it is stored."""

from __future__ import annotations

from collections.abc import Iterable

from asknext.errors import InputError
from asknext.project.ontology.ontology import Ontology
from asknext.project.ontology.shortcut import check_keys
from asknext.store.class_name import folded_name
from asknext.store.classes import LabelClass

__all__ = ["DEEPEST", "checked"]

MOST_CLASSES, DEEPEST = 5_000, 20


def checked(ontology: Ontology, before: Ontology | None = None) -> Ontology:
    """``ontology`` itself.

    Parameters
    ----------
    before : what it was made from; classes that shared a name or a shortcut there may go on doing so.

    Raises
    ------
    InputError : two live classes share a name, in whatever spelling, or a shortcut; or there are too many, or one
    stands too deep.
    """
    if len(ontology.live) > MOST_CLASSES:
        raise InputError(f"There would be {len(ontology.live):,} classes; {MOST_CLASSES:,} are the most there may be.")
    for each in ontology.live:
        if len(ontology.path(each.id)) > DEEPEST:
            raise InputError(f"Classes may stand {DEEPEST} deep at most; {each.name!r} would stand deeper.")
    had = {each.id: each for each in (before.live if before is not None else ())}
    _check_names([each for each in ontology.live if each.id not in had or had[each.id].name != each.name], ontology)
    new_keys = [each for each in ontology.live if each.id not in had or had[each.id].key != each.key]
    check_keys(new_keys, ontology.live)
    return ontology


def _check_names(changed: Iterable[LabelClass], ontology: Ontology) -> None:
    named: dict[str, list[LabelClass]] = {}
    for each in ontology.live:
        named.setdefault(folded_name(each.name), []).append(each)
    for each in changed:
        for other in named[folded_name(each.name)]:
            if other.id != each.id:
                spelt = "" if other.name == each.name else f" ({other.name!r} is the same name in another spelling)"
                raise InputError(
                    f"There is a class {each.name!r} already{spelt}; choose another name, or merge the two."
                )
