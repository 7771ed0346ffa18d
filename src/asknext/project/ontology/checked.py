"""What must be true of every ontology before it is stored."""

from __future__ import annotations

from asknext.errors import InputError
from asknext.project.ontology.ontology import Ontology
from asknext.project.ontology.shortcut import check_keys
from asknext.store.class_name import folded_name
from asknext.store.classes import LabelClass

__all__ = ["checked"]

MOST_CLASSES = 5_000


def checked(ontology: Ontology) -> Ontology:
    """``ontology`` itself.

    Raises
    ------
    InputError : two live classes share a name, in whatever spelling, or a shortcut; or there are too many.
    """
    if len(ontology.live) > MOST_CLASSES:
        raise InputError(f"There would be {len(ontology.live):,} classes; {MOST_CLASSES:,} are the most there may be.")
    named: dict[str, LabelClass] = {}
    for each in ontology.live:
        other = named.setdefault(folded_name(each.name), each)
        if other is not each:
            spelt = "" if other.name == each.name else f" ({other.name!r} is the same name in another spelling)"
            raise InputError(f"There is a class {each.name!r} already{spelt}; choose another name, or merge the two.")
    check_keys(ontology.live)
    return ontology
