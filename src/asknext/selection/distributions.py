"""How what is chosen is spread, beside what there was to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.selection.predicted import Predicted
from asknext.strategies.curation import Balance, Mix

__all__ = ["balances", "categories", "class_counts", "coverage", "histograms", "objects_per_item"]

IntArray = npt.NDArray[np.int64]
_BINS = 20
_MOST_CATEGORIES = 50
_REACHED = 0.02
_CELLS = 1 << 24


def class_counts(predicted: Predicted, rows: Sequence[int] | IntArray, names: Sequence[str]) -> list[int]:
    """How many objects of each class there are in ``rows``."""
    total: Counter[str] = Counter()
    for row in rows:
        total.update(predicted.counts(int(row)))
    return [total[name] for name in names]


def objects_per_item(predicted: Predicted, rows: Sequence[int] | IntArray) -> float:
    """The mean number of objects."""
    return sum(len(predicted.said[int(row)]) for row in rows) / max(1, len(rows))


def histograms(columns: Mapping[str, npt.NDArray[Any]], every: IntArray, chosen: IntArray) -> dict[str, Any]:
    """Of each column of numbers: edges, counts and means of all and of the chosen."""
    found = {}
    for name, values in columns.items():
        if values.dtype.kind == "f" and (known := values[every][np.isfinite(values[every])]).size:
            own = values[chosen][np.isfinite(values[chosen])]
            edges = np.histogram_bin_edges(known, bins=_BINS)
            found[name] = {
                "edges": edges.tolist(),
                "input": np.histogram(known, edges)[0].tolist(),
                "selected": np.histogram(own, edges)[0].tolist(),
                "mean_input": float(known.mean()),
                "mean_selected": float(own.mean()) if own.size else None,
            }
    return found


def categories(columns: Mapping[str, npt.NDArray[Any]], every: IntArray, chosen: IntArray) -> dict[str, Any]:
    """Of each other column with at most 50 values: how often each occurs."""
    found = {}
    for name, values in columns.items():
        counts = Counter(map(str, values[every][values[every] != None])) if values.dtype.kind == "O" else {}  # noqa: E711
        if 0 < len(counts) <= _MOST_CATEGORIES:
            own = Counter(map(str, values[chosen]))
            names = sorted(counts)
            found[name] = {
                "names": names,
                "input": [counts[each] for each in names],
                "selected": [own[each] for each in names],
            }
    return found


def coverage(vectors: npt.NDArray[np.float32], every: IntArray, chosen: IntArray) -> dict[str, Any] | None:
    """The distance from each item to the nearest chosen one: the longest, the mean, percentiles; None without any."""
    if not len(chosen) or not len(every):
        return None
    picks = vectors[chosen].astype(np.float64)
    own = np.einsum("ij,ij->i", picks, picks)
    nearest = np.empty(len(every))
    step = max(1, _CELLS // len(chosen))
    for at in range(0, len(every), step):
        block = vectors[every[at : at + step]].astype(np.float64)
        squares = np.einsum("ij,ij->i", block, block)[:, None] + own[None, :] - 2.0 * (block @ picks.T)
        nearest[at : at + step] = np.sqrt(np.maximum(squares.min(axis=1), 0.0))
    # a chosen item is at 0, whatever rounding says
    nearest[np.isin(every, chosen)] = 0.0
    shares = {str(share): float(np.percentile(nearest, share)) for share in (50, 90, 99)}
    return {"radius": float(nearest.max()), "mean": float(nearest.mean()), "percentiles": shares}


def balances(
    mix: Mix, predicted: Predicted | None, columns: Mapping[str, npt.NDArray[Any]], every: IntArray, chosen: IntArray
) -> list[dict[str, Any]]:
    """For each balance of the mix: the target shares, those there were, and those that are chosen."""
    found = []
    for part in mix.strategies:
        if isinstance(part.strategy, Balance):
            counts = _counts(part.strategy, predicted, columns, every, chosen)
            if counts is not None:
                found.append(_balance(part.strategy, *counts))
    return found


def _counts(
    balance: Balance,
    predicted: Predicted | None,
    columns: Mapping[str, npt.NDArray[Any]],
    every: IntArray,
    chosen: IntArray,
) -> tuple[list[str], npt.NDArray[np.float64], npt.NDArray[np.float64]] | None:
    if balance.column is None and predicted is not None:
        names = list(predicted.classes)
        pairs = [class_counts(predicted, rows, names) for rows in (every, chosen)]
    elif balance.column in columns:
        values = columns[str(balance.column)]
        names = sorted({str(each) for each in values[every] if each is not None and each == each})
        pairs = [[Counter(map(str, values[rows]))[name] for name in names] for rows in (every, chosen)]
    else:
        return None
    return names, np.array(pairs[0], dtype=np.float64), np.array(pairs[1], dtype=np.float64)


def _balance(
    balance: Balance, names: list[str], every: npt.NDArray[np.float64], own: npt.NDArray[np.float64]
) -> dict[str, Any]:
    target = dict(balance.target) if not isinstance(balance.target, str) else _shares_of(balance.target, names, every)
    shown = [name for at, name in enumerate(names) if name in target or every[at]]
    named = [name for name in shown if name in target]
    got = dict(zip(names, (own / max(1.0, own.sum())).tolist(), strict=True))
    gaps = [abs(got[name] - target[name]) for name in named]
    error = max(gaps, default=0.0)
    return {
        "of": "objects" if balance.column is None else f"column {balance.column}",
        "names": shown,
        "target": [target.get(name) for name in shown],
        "input": [float(every[names.index(name)] / max(1.0, every.sum())) for name in shown],
        "selected": [got[name] for name in shown],
        "error": error,
        "reached": error <= _REACHED,
        "why": None if error <= _REACHED else _why(named, target, got, every, names, own),
    }


def _shares_of(target: str, names: list[str], every: npt.NDArray[np.float64]) -> dict[str, float]:
    occurring = [name for at, name in enumerate(names) if every[at]]
    if target == "uniform":
        return {name: 1.0 / len(occurring) for name in occurring}
    return {name: float(every[names.index(name)] / every.sum()) for name in occurring}


def _why(
    named: list[str],
    target: Mapping[str, float],
    got: Mapping[str, float],
    every: npt.NDArray[np.float64],
    names: list[str],
    own: npt.NDArray[np.float64],
) -> str:
    worst = max(named, key=lambda name: target[name] - got[name])
    there = every[names.index(worst)]
    if there == 0:
        return f"There is nothing of {worst!r} to choose from."
    if there <= own[names.index(worst)]:
        return f"All {there:,.0f} of {worst!r} are chosen."
    return f"{worst!r} stands beside others in the same items, few items are wanted, or other strategies weigh more."
