"""`select`: choose items from arrays, without a pool or a loop."""

from __future__ import annotations

from collections.abc import Mapping, Sized
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.pool.resources import Resources
from asknext.pool.task import MULTI_LABEL, REGRESSION, SINGLE_LABEL
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch, Strategy
from asknext.strategies.known_labels import known_labels
from asknext.strategies.registry import build

__all__ = ["select"]

_WRITTEN_OUT = 1000


def select(
    strategy: str | Mapping[str, Any] | Strategy,
    n: int | float,
    *,
    probabilities: Any = None,
    embeddings: Any = None,
    committee: Any = None,
    predictions: Any = None,
    labels: Any = None,
    labelled: Any = None,
    detections: Any = None,
    columns: Mapping[str, Any] | None = None,
    annotations: Any = None,
    sequences: Any = None,
    seed: Any = 0,
    multilabel: bool | None = None,
    task: str | None = None,
    allow_fewer: bool = False,
    max_memory: int | str | None = None,
    threads: int | None = None,
    progress: Any = None,
    **parameters: Any,
) -> Batch:
    """Choose the items most worth labelling.

    Parameters
    ----------
    strategy : a name (see `asknext.strategies`), a mapping such as ``{"name": "weighted_kmeans", "beta": 10}``, or an
        object. ``parameters`` go to the strategy, with a name or mapping; those that are called like an argument of
        this function have to be in the mapping.
    n : how many; a float between 0 and 1 is that share of all items, rounded, at least 1.
    probabilities : (n, C) class probabilities; with several labels an item (n, L), each in [0, 1].
    embeddings : (n, d) numbers; float32 or float64, any memory order, memory-mapped as well.
    committee : (K, n, C) probabilities of K members; for regression their predictions (K, n).
    predictions : (n,) a regressor's output; then the task is regression and labels are numbers.
    labels : one value an item; None, NaN, pandas' NA or masked where it is not known. For several labels an item a
        matrix of 0 and 1 (n, L), or a list of classes an item.
    labelled : rows not to ask about, as an index list or a boolean mask; default: those with a known label. Where it
        is given it decides, and labels of other rows are not shown to the strategy.
    detections, columns : boxes an image; mapping of name to one value an item.
    annotations : (n, A) what each of A annotators answered, None, NaN or masked where one was not asked. Answers are
        not labels: an item that has some stays askable until it has a label or is among ``labelled``.
    sequences : one (T, C) array of token probabilities an item.
    seed : an integer, `numpy.random.SeedSequence` or `numpy.random.Generator`. The same integer, the same batch.
    multilabel : whether several labels may hold at once; short for the task.
    task : "single_label", "multi_label" or "regression"; default: regression with ``predictions`` or members that
        predict numbers, else what the strategy is for, else what labels say.
    allow_fewer : return all that are left where ``n`` is more than that, rather than raise `PoolExhausted`.
    max_memory : bytes beyond the inputs, or a size such as "500MB"; default: a quarter of what is free, at most 4 GiB.
        Pools are read in blocks that fit; a strategy that cannot keep it says what it needs.
    threads : how many blocks are worked on at a time; default: all cores. Neither changes what is chosen.
    progress : a function called with (done, total, label) as a long run goes on; True shows a line on stderr.

    Returns
    -------
    Batch : rows of your arrays, best first, with scores and reasons.
    """
    allow_fewer, labelled = _yes_or_no(allow_fewer, "allow_fewer"), _array(labelled, "labelled")
    chosen, resources = build(_with_parameters(strategy, parameters)), Resources(max_memory, threads, progress)
    inputs = {
        "probabilities": _array(probabilities, "probabilities"),
        "embeddings": _array(embeddings, "embeddings"),
        "committee": _array(committee, "committee"),
        "predictions": _array(predictions, "predictions"),
        "detections": detections,
        "columns": None if columns is None else dict(columns),
        "annotations": annotations,
        "sequences": sequences,
    }
    size = _size(inputs, labels, labelled)
    values, rows = _known(labels, labelled, size)
    told = None if multilabel is None else (SINGLE_LABEL, MULTI_LABEL)[_yes_or_no(multilabel, "multilabel")]
    kind = task or told or _task(chosen, values, inputs)
    view = PoolView(size, labelled=rows, labels=values, task=kind, resources=resources, **inputs)
    count = _count(n, view, allow_fewer)
    if count == 0 and allow_fewer:
        return Batch(np.array([], dtype=np.int64), np.array([]), ())
    return _checked(chosen.select(view, count, _generator(seed)), view, count, chosen.name)


def _with_parameters(strategy: Any, parameters: Mapping[str, Any]) -> Any:
    if not parameters:
        return strategy
    if isinstance(strategy, str):
        return {"name": strategy, **parameters}
    if isinstance(strategy, Mapping):
        return {**strategy, **parameters}
    raise InputError(
        f"{', '.join(sorted(parameters))} given beside a strategy object: set parameters when making the object, "
        f"or pass the strategy by name."
    )


def _array(value: Any, name: str) -> Any:
    """Lists become arrays; arrays, memory maps and sparse matrices stay what they are (the strategy checks them)."""
    if value is None or hasattr(value, "toarray") or callable(value):
        return value
    try:
        return np.asarray(value)
    except ValueError as error:
        raise InputError(f"{name} cannot be made an array ({_uneven(value) or error}).") from error


def _uneven(value: Any) -> str:
    """Which row is of another length than the first; nothing where that is not what is wrong."""
    lengths = [len(row) if isinstance(row, Sized) else 0 for row in (value if isinstance(value, list | tuple) else ())]
    for row, length in enumerate(lengths):
        if length != lengths[0]:
            return f"row {row} holds {length} values and row 0 holds {lengths[0]}, expected as many in every row"
    return ""


def _size(inputs: Mapping[str, Any], labels: Any, labelled: Any) -> int:
    """The number of items; raises `InputError` where the inputs disagree."""
    shapes: dict[str, tuple[int, ...]] = {
        name: getattr(inputs[name], "shape", ()) for name in ("probabilities", "embeddings", "committee", "predictions")
    }
    found = {name: shapes[name][0] for name in ("probabilities", "embeddings", "predictions") if shapes[name]}
    if len(shapes["committee"]) > 1:
        found["committee"] = shapes["committee"][1]
    found |= {f"column {name!r}": len(values) for name, values in (inputs["columns"] or {}).items()}
    sized = {"labels": labels} | {name: inputs[name] for name in ("detections", "annotations", "sequences")}
    found |= {name: len(value) for name, value in sized.items() if isinstance(value, Sized)}
    if labelled is not None and np.asarray(labelled).dtype == bool:
        found["labelled (a mask)"] = len(labelled)
    if not found:
        raise InputError("Nothing says how many items there are: pass probabilities=, embeddings= or labels=.")
    if len(set(found.values())) > 1:
        told = ", ".join(f"{name} has {count}" for name, count in found.items())
        raise InputError(f"The inputs differ in their number of items: {told}.")
    return next(iter(found.values()))


def _known(labels: Any, labelled: Any, size: int) -> tuple[npt.NDArray[Any] | None, IntArray]:
    """The labels (n,) of the labelled rows, or None without labels; and these rows."""
    rows = np.array([], dtype=np.int64) if labelled is None else _labelled_rows(labelled, size)
    if labels is None:
        return None, rows
    values, missing = known_labels(labels, size)
    if labelled is None or values is None:
        rows = np.flatnonzero(~missing)
    else:
        shown = np.zeros(size, dtype=bool)
        shown[rows] = True
        values[~shown] = None
    return values, rows


def _labelled_rows(labelled: Any, size: int) -> IntArray:
    rows: npt.NDArray[Any] = np.asarray(labelled)
    if rows.dtype == bool and rows.ndim == 1:
        return np.flatnonzero(rows)
    if rows.size == 0:
        return np.array([], dtype=np.int64)
    if rows.ndim != 1 or rows.dtype.kind not in "iu":
        raise InputError(
            f"labelled has shape {rows.shape} and holds {rows.dtype}; expected a list of row numbers "
            f"or a boolean mask of length {size}."
        )
    outside = rows[(rows < 0) | (rows >= size)]
    if len(outside):
        raise InputError(f"labelled holds {outside[0]}, but the items are rows 0 to {size - 1}.")
    return np.unique(rows.astype(np.int64))


def _task(strategy: Strategy, labels: npt.NDArray[Any] | None, inputs: Mapping[str, Any]) -> str:
    """What the inputs tell, else what the strategy is for, else what the labels look like."""
    tasks = getattr(strategy, "tasks", {SINGLE_LABEL, MULTI_LABEL})
    if len(tasks) == 1:
        return str(next(iter(tasks)))
    if inputs["predictions"] is not None or getattr(inputs["committee"], "ndim", 3) == 2:
        return REGRESSION
    known = [] if labels is None or MULTI_LABEL not in tasks else [value for value in labels if value is not None]
    collections = bool(known) and all(isinstance(value, list | tuple | set | np.ndarray) for value in known)
    return MULTI_LABEL if SINGLE_LABEL not in tasks or (collections and MULTI_LABEL in tasks) else SINGLE_LABEL


def _count(n: Any, view: PoolView, allow_fewer: bool) -> Any:
    if isinstance(n, float | np.floating):
        if not 0 < n < 1:
            raise InputError(f"n is {n!r}; a float is a share of the pool, between 0 and 1; a count is an integer.")
        n = max(1, round(float(n) * view.n))
    return min(n, len(view.unlabelled)) if allow_fewer and n >= 1 else n


def _yes_or_no(value: Any, name: str) -> bool:
    """A text such as "no" would count as true."""
    if not isinstance(value, bool | np.bool_):
        raise InputError(f"{name} is {value!r}, but must be True or False (true or false in YAML, without quotes).")
    return bool(value)


def _generator(seed: Any) -> np.random.Generator:
    if seed is None:
        raise InputError("seed is None, but the choice must be repeatable: give an integer or a numpy Generator.")
    try:
        return np.random.default_rng(seed)
    except (TypeError, ValueError) as error:
        raise InputError(f"seed is {seed!r}; give an integer of at least 0 or a numpy Generator ({error}).") from error


def _checked(batch: Batch, view: PoolView, n: int, name: str) -> Batch:
    """The batch as promised, whoever wrote the strategy."""
    asked = batch.indices.tolist()
    distinct = set(asked) if batch.targets is None else set(zip(asked, batch.targets.tolist(), strict=True))
    if len(batch) != n or len(distinct) != n or not view.may_ask(batch.indices).all():
        raise InputError(f"Strategy {name!r} must return {n} distinct unlabelled rows; it returned {batch.indices}.")
    reasons = tuple(batch.reasons) if n <= _WRITTEN_OUT else batch.reasons
    return replace(batch, reasons=reasons)
