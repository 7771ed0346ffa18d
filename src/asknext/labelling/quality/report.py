"""`quality_report`: everything that is known about how far a project's labels can be trusted."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from typing import Any

from asknext.errors import UnknownName
from asknext.labelling.quality.least_sure import least_sure
from asknext.labelling.quality.names import SUBJECTS
from asknext.labelling.quality.read_project import studied
from asknext.labelling.quality.section import Section
from asknext.labelling.quality.sections.agreement import agreement_section
from asknext.labelling.quality.sections.ambiguous import ambiguous_section
from asknext.labelling.quality.sections.annotators import annotators_section
from asknext.labelling.quality.sections.balance import balance_section
from asknext.labelling.quality.sections.bias import bias_section
from asknext.labelling.quality.sections.consensus import consensus_section
from asknext.labelling.quality.sections.duplicates import duplicates_section
from asknext.labelling.quality.sections.groups import groups_section
from asknext.labelling.quality.sections.label_errors import label_errors_section
from asknext.labelling.quality.sections.mismatches import mismatches_section
from asknext.labelling.quality.sections.outliers import order_section, outliers_section
from asknext.labelling.quality.sections.reasking import reask_section
from asknext.labelling.quality.studied import Studied
from asknext.project.folder import Project
from asknext.quality.data_issues import Nearby, nearby

__all__ = ["as_json", "quality_report"]

_OF_VECTORS: dict[str, Callable[[Studied, Nearby | None], Section]] = {
    "duplicates": duplicates_section,
    "outliers": outliers_section,
    "order": order_section,
}
_OF_ANSWERS: dict[str, Callable[[Studied], Section]] = {
    "agreement": agreement_section,
    "annotators": annotators_section,
    "consensus": consensus_section,
    "bias": bias_section,
    "balance": balance_section,
}
_OF_MODEL: dict[str, Callable[[Studied], Section]] = {
    "label_errors": label_errors_section,
    "mismatches": mismatches_section,
    "ambiguous": ambiguous_section,
    "groups": groups_section,
}


def quality_report(project: Project, subjects: Sequence[str] = SUBJECTS) -> dict[str, Any]:
    """{title, made, event, items, labelled, classes, sections}, as JSON values; sections in the order of `SUBJECTS`.

    Raises
    ------
    UnknownName : no such subject. ProjectError : nothing is labelled. AsknextError : the embeddings cannot be had.
    """
    for name in subjects:
        if name not in SUBJECTS:
            raise UnknownName("subject of the report", name, SUBJECTS)
    found = studied(project, model=bool(set(subjects) - set(_OF_ANSWERS)))
    wanted = [name for name in SUBJECTS if name in subjects]
    near = None if found.vectors is None or not set(wanted) & set(_OF_VECTORS) else _nearby(found)
    return {
        "title": project.config.title,
        "made": time.time(),
        "event": found.event,
        "items": found.total,
        "labelled": int(found.has_label.sum()),
        "multilabel": found.several,
        "classes": [{"id": each.id, "name": each.name} for each in found.classes],
        "sections": [as_json(_section(name, project, found, near)) for name in wanted],
    }


def as_json(section: Section) -> dict[str, Any]:
    """A section as JSON values."""
    return dataclasses.asdict(section)


def _section(name: str, project: Project, found: Studied, near: Nearby | None) -> Section:
    if name in _OF_VECTORS:
        return _OF_VECTORS[name](found, near)
    if name == "reask":
        return reask_section(found, least_sure(project, found))
    return {**_OF_ANSWERS, **_OF_MODEL}[name](found)


def _nearby(found: Studied) -> Nearby:
    assert found.vectors is not None
    return nearby(found.vectors, seed=found.config.seed)
