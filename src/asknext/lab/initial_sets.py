"""`initial_rows`: which rows are labelled before the first question."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, MissingInput, UnknownName
from asknext.lab.data_sets.data_set import DataSet
from asknext.lab.settings import Settings
from asknext.loop.label_space import Label

__all__ = ["initial_rows", "initial_size", "initial_spec"]

Ints = npt.NDArray[np.int64]
KINDS = ("random", "stratified", "cold_start", "given", "ids")
COLD_STARTS = ("typiclust", "kmeans", "k_center_greedy", "prob_cover")
_INITIAL, _TRIES = 12, 200


def initial_spec(spec: Any, where: str = "initial") -> dict[str, Any]:
    """The plain form of ``spec``, checked: one of ``random``, ``stratified``, ``cold_start`` (a number of rows),
    ``given`` (row numbers) or ``ids``; ``both_classes``; ``by`` for cold starts. A number alone is ``random``.

    Raises
    ------
    InputError, UnknownName : names the key.
    """
    given = Settings({"random": spec} if type(spec) is int else spec, where)
    given.only([*KINDS, "both_classes", "by"])
    kind = given.one_of(KINDS)
    found = {kind: _rows_or_size(given, kind)}
    if kind == "cold_start":
        found["by"] = given.choice("by", COLD_STARTS, "typiclust")
    elif "by" in given:
        raise InputError(f"{where}.by belongs to cold_start, and there is {kind}: leave it out.")
    if given.flag("both_classes", False):
        if kind != "random":
            raise InputError(f"{where}.both_classes belongs to random, and there is {kind}: leave it out.")
        found["both_classes"] = True
    return found


def initial_size(spec: Any, where: str = "initial") -> int:
    """How many rows the initial set has."""
    value = next(iter(initial_spec(spec, where).values()))
    return value if isinstance(value, int) else len(value)


def initial_rows(spec: Any, data: DataSet, pool_rows: Ints, seed: int, where: str = "initial") -> Ints:
    """(m,) int64 rows of the data set, rising, all of them in ``pool_rows``.

    ``random`` draws once: where a class is missing the round is kept as it is, unless ``both_classes`` asks to draw
    again until two different labels are there. ``stratified`` looks at the labels: each class gets its share, and at
    least one row while the size allows. ``cold_start`` looks at the embeddings alone.

    Raises
    ------
    InputError : there are not so many rows, or no draw held two different labels.  MissingInput : a cold start without
        embeddings.  UnknownName : an id that is not in the pool.
    """
    plain = initial_spec(spec, where)
    kind, value = next(iter(plain.items()))
    if kind == "given":
        return _given(np.array(value, dtype=np.int64), pool_rows, where)
    if kind == "ids":
        return _by_id(value, data, pool_rows, where)
    if value > len(pool_rows):
        raise InputError(f"{where}.{kind} is {value}, but the pool of {data.name!r} has {len(pool_rows)} rows.")
    if kind == "cold_start":
        return _cold(plain["by"], value, data, pool_rows, seed)
    labels = [data.labels[row] for row in pool_rows.tolist()]
    rng = np.random.default_rng([seed, _INITIAL])
    if kind == "stratified":
        return np.sort(pool_rows[_stratified(labels, value, rng)])
    return np.sort(pool_rows[_random(labels, value, rng, plain.get("both_classes", False), where)])


def _rows_or_size(given: Settings, kind: str) -> Any:
    if kind not in ("given", "ids"):
        return given.whole(kind, low=1)
    found = given.values[kind]
    fits = (
        (lambda each: type(each) is int and each >= 0) if kind == "given" else lambda each: isinstance(each, str | int)
    )
    if not isinstance(found, list | tuple) or not found or not all(map(fits, found)):
        raise given.wrong(kind, "a list of row numbers" if kind == "given" else "a list of ids")
    twice = [each for each, count in Counter(map(str, found)).items() if count > 1]
    if twice:
        raise given.wrong(kind, f"each row once, but {twice[0]} is there twice")
    return list(found)


def _random(labels: list[Label], size: int, rng: np.random.Generator, both: bool, where: str) -> Ints:
    for _ in range(_TRIES if both else 1):
        rows = rng.permutation(len(labels))[:size]
        if not both or len({labels[row] for row in rows.tolist()}) > 1:
            return rows
    raise InputError(
        f"{where}.both_classes: no draw of {size} rows held two different labels. Raise {where}.random, or use "
        f"stratified."
    )


def _stratified(labels: list[Label], size: int, rng: np.random.Generator) -> Ints:
    """Every class in turn by its largest remainder, the rarest first among those without any row."""
    codes = np.unique([repr(label) for label in labels], return_inverse=True)[1]
    counts = np.bincount(codes)
    quota = counts * size / len(labels)
    wanted = np.minimum(np.maximum(np.floor(quota), 1), counts).astype(np.int64)
    while wanted.sum() != size:
        step = 1 if wanted.sum() < size else -1
        room = wanted < counts if step > 0 else wanted > (1 if (wanted > 1).any() else 0)
        wanted[np.flatnonzero(room)[np.argmax((step * (quota - wanted))[room])]] += step
    shuffled = rng.permutation(len(labels))
    return np.concatenate([shuffled[codes[shuffled] == code][:n] for code, n in enumerate(wanted)])


def _cold(by: str, size: int, data: DataSet, pool_rows: Ints, seed: int) -> Ints:
    from asknext.pool.view import PoolView
    from asknext.strategies.registry import build

    if data.embeddings is None:
        raise MissingInput(f"A cold start needs embeddings, and {data.name!r} has none: give data.embeddings.")
    view = PoolView(len(pool_rows), embeddings=data.embeddings[pool_rows])
    batch = build(by).select(view, size, np.random.default_rng([seed, _INITIAL]))
    return np.sort(pool_rows[batch.indices])


def _given(rows: Ints, pool_rows: Ints, where: str) -> Ints:
    absent = np.setdiff1d(rows, pool_rows)
    if len(absent):
        raise InputError(f"{where}.given: row {absent[0]} is not in the pool of this split (it may be held out).")
    return np.unique(rows)


def _by_id(ids: list[Any], data: DataSet, pool_rows: Ints, where: str) -> Ints:
    place = {str(data.ids[row]): row for row in pool_rows.tolist()}
    for each in ids:
        if str(each) not in place:
            raise UnknownName("id", str(each), place, where=f"{where}.ids")
    return np.unique(np.array([place[str(each)] for each in ids], dtype=np.int64))
