"""`compare`: what two run stores have in common, and where their protocols, versions and results differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.errors import InputError, UnknownName
from asknext.lab.first_difference import first_difference
from asknext.lab.run_store import CellRecord, RunStore
from asknext.lab.run_store.cell_record import COMBINATION
from asknext.measures.common_labels import common_labels
from asknext.measures.curve import area
from asknext.measures.paired_difference import PairedDifference, paired_difference

__all__ = ["Differing", "ResultDifference", "StoreComparison", "Unlike", "compare"]


@dataclass(frozen=True)
class Differing:
    """A key that differs, such as ``data[0].file``; None = absent."""

    key: str
    first: Any
    second: Any


@dataclass(frozen=True)
class Unlike:
    """A cell that is in both but not equal to the bit. ``where`` : the first difference, such as "round 3, rows"."""

    cell: str
    where: str


@dataclass(frozen=True)
class ResultDifference:
    """One setting in both stores.

    Attributes
    ----------
    setting : field of `CellRecord` -> its value, all but the seed.
    first, second : mean area under the curve over the seeds that both have, over the labels that both reach.
    difference : of second - first, paired by seed.
    """

    setting: Mapping[str, str | None]
    first: float
    second: float
    difference: PairedDifference


@dataclass(frozen=True)
class StoreComparison:
    """Two stores.

    Attributes
    ----------
    protocol : keys of the studies that differ.  versions : packages that rounds were computed with that differ.
    both, only_first, only_second : cells by data set, target, model, strategy, schedule, oracle and seed, by the
        names of the first store where there are ``counterparts``.
    same : how many of ``both`` have one id, so that everything that decides them is the same, down to the data.
    unlike : cells of ``both`` whose rounds are not the same: rows, answers, label counts, metrics, predictions.
    unchecked : rounds of which predictions are in one store only, so that the rest alone was compared.
    counterparts : models, schedules and oracles that are alone in either store and so taken for each other.
    metric : that ``results`` are of; None where the stores have none in common.
    """

    protocol: tuple[Differing, ...]
    versions: tuple[Differing, ...]
    both: tuple[str, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    same: int
    unlike: tuple[Unlike, ...]
    unchecked: int
    counterparts: tuple[Differing, ...]
    metric: str | None
    results: tuple[ResultDifference, ...]

    @property
    def identical(self) -> bool:
        """Whether both have the same cells, and every round of them is the same to the bit (times aside)."""
        apart = self.only_first or self.only_second or self.unlike or self.unchecked or self.counterparts
        return not apart and bool(self.both)


def compare(
    first: RunStore,
    second: RunStore,
    *,
    metric: str | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> StoreComparison:
    """What differs between two run stores.

    Parameters
    ----------
    first, second : open run stores; their studies as they were last run.
    metric : to compare areas by; default: the first that both took.
    on_progress : called with (cells done, cells in all).

    Raises
    ------
    UnknownName : one of the stores did not take ``metric``.
    """
    counterparts = tuple(_counterparts(first.cells(), second.cells()))
    mine, theirs = _by_name(first, ()), _by_name(second, counterparts)
    both = [name for name in mine if name in theirs]
    unlike, unchecked = [], 0
    for done, name in enumerate(both, start=1):
        where, missing = first_difference(first.rounds(mine[name].id), second.rounds(theirs[name].id))
        unlike += [Unlike(name, where)] if where else []
        unchecked += missing
        if on_progress:
            on_progress(done, len(both))
    chosen = _metric(first, second, metric)
    pairs = [(mine[name], theirs[name]) for name in both]
    return StoreComparison(
        tuple(_differing(first.study, second.study)),
        tuple(_differing(_versions(first), _versions(second))),
        tuple(both),
        tuple(name for name in mine if name not in theirs),
        tuple(name for name in theirs if name not in mine),
        sum(a.id == b.id for a, b in pairs),
        tuple(unlike),
        unchecked,
        counterparts,
        chosen,
        () if chosen is None else tuple(_results(first, second, pairs, chosen)),
    )


def _counterparts(first: list[CellRecord], second: list[CellRecord]) -> Iterator[Differing]:
    """A model that has one parameter more has another name, too: the one left over here and the one there are it."""
    for field in ("model", "schedule", "oracle"):
        mine, theirs = ({getattr(cell, field) for cell in cells} for cells in (first, second))
        if len(mine - theirs) == 1 and len(theirs - mine) == 1:
            yield Differing(field, *(mine - theirs), *(theirs - mine))


def _by_name(store: RunStore, counterparts: tuple[Differing, ...]) -> dict[str, CellRecord]:
    known = {(each.key, each.second): each.first for each in counterparts}
    found = {_name(cell, known): cell for cell in store.cells()}
    if not found:
        raise InputError(f"There are no cells in {store.folder} to compare.")
    return found


def _name(cell: CellRecord, known: Mapping[tuple[str, str], str]) -> str:
    where = cell.data_set if cell.target is None else f"{cell.data_set}: {cell.target}"
    model, schedule, oracle = (
        known.get((field, getattr(cell, field)), getattr(cell, field)) for field in ("model", "schedule", "oracle")
    )
    return f"{where}, {model}, {cell.strategy}, {schedule}, {oracle}, seed {cell.seed}"


def _metric(first: RunStore, second: RunStore, metric: str | None) -> str | None:
    taken, others = first.metrics(), second.metrics()
    if metric is None:
        return next((name for name in taken if name in others), None)
    for store, names in ((first, taken), (second, others)):
        if metric not in names:
            raise UnknownName("metric", metric, names, where=f"the store {store.folder}")
    return metric


# ------------------------------------------------------------------ protocols


def _differing(first: Any, second: Any, key: str = "") -> Iterator[Differing]:
    """The deepest keys at which two values of JSON differ."""
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        for name in dict.fromkeys([*first, *second]):
            yield from _differing(first.get(name), second.get(name), f"{key}.{name}" if key else str(name))
    elif isinstance(first, list) and isinstance(second, list):
        for at in range(max(len(first), len(second))):
            yield from _differing(_at(first, at), _at(second, at), f"{key}[{at}]")
    elif first != second:
        yield Differing(key, first, second)


def _at(values: list[Any], place: int) -> Any:
    return values[place] if place < len(values) else None


def _versions(store: RunStore) -> dict[str, str]:
    """Package -> version; where rounds were computed with several, all of them."""
    sets = store.versions()
    names = dict.fromkeys(name for each in sets for name in each)
    return {name: ", ".join(dict.fromkeys(each[name] for each in sets if name in each)) for name in names}


# ------------------------------------------------------------------ results


def _results(
    first: RunStore, second: RunStore, pairs: list[tuple[CellRecord, CellRecord]], metric: str
) -> Iterator[ResultDifference]:
    mine, theirs = first.curves(metric), second.curves(metric)
    areas: dict[tuple[str | None, ...], list[tuple[float, float]]] = {}
    for a, b in pairs:
        if a.id in mine and b.id in theirs:
            areas.setdefault(a.combination, []).append(_areas(mine[a.id], theirs[b.id]))
    for setting, found in areas.items():
        values = np.array([each for each in found if not np.isnan(each).any()])
        if len(values):
            difference = paired_difference(values[:, 1], values[:, 0])
            means = values.mean(axis=0)
            yield ResultDifference(
                dict(zip(COMBINATION, setting, strict=True)), float(means[0]), float(means[1]), difference
            )


def _areas(first: Any, second: Any) -> tuple[float, float]:
    """Over the labels both reach, NaN where they reach none together or a score is missing."""
    try:
        labels, (mine, theirs) = common_labels([first, second])
    except InputError:
        return float("nan"), float("nan")
    return area(labels, mine), area(labels, theirs)
