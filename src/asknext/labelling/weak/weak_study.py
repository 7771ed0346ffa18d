"""What labelling functions make of a project."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from asknext.errors import ProjectError, UnknownName
from asknext.labelling.weak.viewed import viewed
from asknext.project.folder import Project
from asknext.quality.skill.beta_interval import Shares, beta_interval
from asknext.quality.weak import (
    Dependence,
    FunctionAnalysis,
    LabellingFunction,
    Query,
    SoftLabels,
    analyse,
    apply_functions,
    covered_items,
    next_queries,
    pairwise_dependence,
    soft_labels,
)
from asknext.store.classes import LabelClass, all_classes

__all__ = ["WeakStudy", "weak_study"]

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class WeakStudy:
    """Of the n items that are no copies, m functions and the K classes.

    Attributes
    ----------
    names : of the functions.  classes : of the project.  positions, ids : (n,) of the items.
    matrix : (n, m) int64 class codes, -1 for abstentions.  truth : (n,) int64 as people labelled, -1 = not yet.
    analysis, dependence, soft : see `asknext.quality.weak`; soft labels have learnt from ``truth``, save those of
        the items whose truth is known: these say what functions alone do.
    right : how often soft labels of items that people labelled are right.
    conflicts : (n,) bool, where functions differ.  queries : what people should look at.
    """

    names: list[str]
    classes: list[LabelClass]
    positions: Codes
    ids: list[str]
    matrix: Codes
    truth: Codes
    analysis: FunctionAnalysis
    dependence: Dependence
    soft: SoftLabels
    right: Shares
    conflicts: npt.NDArray[np.bool_]
    queries: list[Query]


def weak_study(
    project: Project,
    functions: Sequence[LabellingFunction],
    *,
    model: str = "weighted",
    balance: Mapping[str, float] | None = None,
    queries: int = 10,
    progress: Callable[[int], None] | None = None,
) -> WeakStudy:
    """Apply ``functions`` to every item and make soft labels.

    Parameters
    ----------
    model : a label model.  balance : class name -> how frequent it is; None where that is not known.
    queries : how many items to propose.  progress : is told how many items are done.

    Raises
    ------
    ProjectError : the project gives items several labels, or has no classes.  DataError : a function fails.
    UnknownName : no such class or model.
    """
    if project.config.multilabel:
        raise ProjectError("Labelling functions give one class; this project gives items any number of classes.")
    with project.database.read() as conn:
        classes = all_classes(conn)
        rows = list(viewed(conn, project.config.content))
    if not classes:
        raise ProjectError("The project has no classes yet; add them before writing labelling functions.")
    matrix = apply_functions(functions, (row.item for row in rows), [each.name for each in classes], progress)
    code = {each.id: at for at, each in enumerate(classes)}
    truth = np.array([-1 if row.label is None else code.get(row.label, -1) for row in rows], dtype=np.int64)
    shares = None if balance is None else _shares(balance, classes)
    k, known = len(classes), truth if (truth >= 0).any() else None
    soft = soft_labels(model, matrix, k, class_balance=shares, truth=known)
    if known is not None:
        soft = _unlearnt(soft, soft_labels(model, matrix, k, class_balance=shares), known)
    return WeakStudy(
        names=[each.name for each in functions],
        classes=classes,
        positions=np.array([row.pos for row in rows], dtype=np.int64),
        ids=[row.id for row in rows],
        matrix=matrix,
        truth=truth,
        analysis=analyse(matrix, k, truth),
        dependence=pairwise_dependence(matrix, soft.probabilities),
        soft=soft,
        right=_right(soft, truth),
        conflicts=covered_items(matrix, k)[1],
        queries=next_queries(matrix, soft, queries, asked=np.flatnonzero(truth >= 0), seed=project.config.seed),
    )


def _shares(balance: Mapping[str, float], classes: Sequence[LabelClass]) -> list[float]:
    names = [each.name for each in classes]
    unknown = next((name for name in balance if name not in names), None)
    if unknown is not None:
        raise UnknownName("class", unknown, names, "the balance")
    return [float(balance.get(name, 0.0)) for name in names]


def _unlearnt(soft: SoftLabels, without: SoftLabels, truth: Codes) -> SoftLabels:
    """``soft``, with what is said ``without`` the truth on items whose truth is known.

    So that whoever compares the two measures the functions, not what they were told.
    """
    known = (truth >= 0)[:, None]
    return replace(soft, probabilities=np.where(known, without.probabilities, soft.probabilities))


def _right(soft: SoftLabels, truth: Codes) -> Shares:
    judged = (truth >= 0) & soft.covered
    hits = soft.probabilities[judged].argmax(axis=1) == truth[judged]
    return beta_interval(float(hits.sum()), float(judged.sum()))
