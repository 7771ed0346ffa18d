"""`Splits`: which rows are the pool and which are held out to test on, the same for every strategy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName
from asknext.lab.data_sets.data_set import DataSet
from asknext.lab.settings import Settings
from asknext.loop.experiment import split_rows

__all__ = ["Splits", "build_splits", "seed_numbers"]

Ints = npt.NDArray[np.int64]
KINDS = ("shuffles", "stratified_folds", "unseen")
_GROUPS, _FOLDS = 21, 22


@dataclass(frozen=True)
class Splits:
    """How each seed splits the rows.

    Attributes
    ----------
    kind : "shuffles" (a test share drawn anew for each seed), "stratified_folds" (every row is tested once in each
        repeat), "unseen" (all rows are the pool, and each model is scored on those that are not labelled yet).
    test : share held out, for "shuffles".
    folds : how many, for "stratified_folds"; seed s is fold ``s % folds`` of repeat ``s // folds``.
    numbers : the seeds.
    groups : a column of the data; rows of one group are never on both sides. None = each row by itself.
    """

    kind: str = "shuffles"
    test: float = 0.2
    folds: int = 5
    numbers: tuple[int, ...] = tuple(range(10))
    groups: str | None = None

    @property
    def name(self) -> str:
        """As it is shown."""
        groups = f", whole groups by {self.groups}" if self.groups else ""
        if self.kind == "unseen":
            return "scored on the still-unseen rest of the pool"
        share = f"{self.test * 100:g} % held out, drawn anew for each seed"
        return (share if self.kind == "shuffles" else f"{self.folds} stratified folds") + groups

    def seeds(self) -> list[int]:
        """One for each cell of the same data set, model, strategy, schedule and oracle."""
        return list(self.numbers)

    def rows(self, data: DataSet, seed: int) -> tuple[Ints, Ints | None]:
        """(pool rows, test rows), each rising and int64; test rows are None where the unseen rest is scored.

        A test part that came with the data is held out as it is, whatever the seed; "unseen" leaves it aside.

        Raises
        ------
        InputError : nothing would be left on one side.  UnknownName : there is no such column of groups.
        """
        if data.test_rows is not None:
            if self.kind == "stratified_folds":
                raise InputError(
                    f"The data set {data.name!r} comes with a test part, so it is not cut into folds. Use "
                    f"splits: {{kind: shuffles, seeds: {len(self.numbers)}}}, or leave test_file out."
                )
            pool = np.setdiff1d(np.arange(len(data.labels)), data.test_rows)
            return pool, None if self.kind == "unseen" else np.sort(data.test_rows)
        if self.kind == "unseen":
            return np.arange(len(data.labels)), None
        test = self._folded(data, seed) if self.kind == "stratified_folds" else self._drawn(data, seed)
        pool = np.setdiff1d(np.arange(len(data.labels)), test)
        if not len(pool) or not len(test):
            raise InputError(
                f"The split of {data.name!r} with seed {seed} left {len(pool)} rows for the pool and {len(test)} to "
                f"test on, of {len(data.labels)}: change splits.test or splits.folds, or bring more rows or groups."
            )
        return pool, test

    def _drawn(self, data: DataSet, seed: int) -> Ints:
        if self.groups is None:
            return split_rows(data.labels, self.test, seed)[1]
        numbers = _group_numbers(data, self.groups)
        order = np.random.default_rng([seed, _GROUPS]).permutation(numbers.max() + 1)
        sizes = np.bincount(numbers)[order]
        # The group that brings the share nearest to what was asked for is the last one.
        ends = np.concatenate([[0], np.cumsum(sizes)])
        kept = int(np.argmin(np.abs(ends[1:-1] - self.test * len(numbers)))) + 1 if len(order) > 1 else 0
        return np.flatnonzero(np.isin(numbers, order[:kept]))

    def _folded(self, data: DataSet, seed: int) -> Ints:
        repeat, fold = divmod(seed, self.folds)
        rng = np.random.default_rng([repeat, _FOLDS])
        if self.groups is None:
            return np.sort(_stratified_order(data.labels, rng)[fold :: self.folds])
        numbers = _group_numbers(data, self.groups)
        return np.flatnonzero(_group_folds(numbers, self.folds, rng)[numbers] == fold)


def build_splits(spec: Any, where: str = "splits") -> Splits:
    """Splits from a study.

    Parameters
    ----------
    spec : a mapping with ``kind`` (shuffles), ``test`` (0.2, for shuffles), ``folds`` (5) and ``repeats`` (1, for
        folds), ``seeds`` (how many from 0, or a list), ``groups`` (a column); or a kind alone. Empty or None = the
        defaults. For folds the seeds are folds x repeats.

    Raises
    ------
    InputError, UnknownName : names the key.
    """
    if isinstance(spec, Splits):
        return spec
    given = Settings({"kind": spec} if isinstance(spec, str) else spec or {}, where)
    kind = given.choice("kind", KINDS, "shuffles")
    own = {"shuffles": ["test", "seeds"], "stratified_folds": ["folds", "repeats"], "unseen": ["seeds"]}
    given.only(["kind", "groups", *own[kind]])
    folds = given.whole("folds", 5, low=2)
    numbers = (
        tuple(range(folds * given.whole("repeats", 1, low=1)))
        if kind == "stratified_folds"
        else seed_numbers(given.values.get("seeds", 10), f"{where}.seeds")
    )
    return Splits(kind, given.share("test", 0.2), folds, numbers, given.text("groups", None))


def seed_numbers(found: Any, where: str = "seeds") -> tuple[int, ...]:
    """The seeds from how many there are, from 0, or from a list; raises `InputError` for anything else."""
    listed = list(range(found)) if type(found) is int else found
    whole = isinstance(listed, list | tuple) and all(type(seed) is int and seed >= 0 for seed in listed)
    if not whole or not listed or len(set(listed)) != len(listed):
        raise InputError(
            f"{where} is {found!r}, but must be how many, or a list of distinct whole numbers of at least 0."
        )
    return tuple(listed)


def _stratified_order(labels: list[Any], rng: np.random.Generator) -> Ints:
    """Rows shuffled, then sorted by class: every k-th row has the classes in their shares. Several labels: shuffled."""
    rows = rng.permutation(len(labels))
    if labels and isinstance(labels[0], tuple):
        return rows
    codes = np.unique([str(label) for label in labels], return_inverse=True)[1]
    return rows[np.argsort(codes[rows], kind="stable")]


def _group_numbers(data: DataSet, column: str) -> Ints:
    if column not in data.columns:
        raise UnknownName("column", column, data.columns, where=f"data set {data.name!r}")
    return np.unique(np.asarray(data.columns[column]).astype(str), return_inverse=True)[1].astype(np.int64)


def _group_folds(numbers: Ints, folds: int, rng: np.random.Generator) -> Ints:
    """(groups,) the fold of each group: the largest first, each to the fold that holds fewest rows."""
    sizes, filled = np.bincount(numbers), np.zeros(folds)
    order, fold_of = rng.permutation(len(sizes)), np.zeros(len(sizes), dtype=np.int64)
    for group in order[np.argsort(-sizes[order], kind="stable")]:
        fold_of[group] = np.argmin(filled)
        filled[fold_of[group]] += sizes[group]
    return fold_of
