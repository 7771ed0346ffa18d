"""Counts of overlap: which classes go together, and which strategies ask about the same items."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

if TYPE_CHECKING:
    from asknext.lab.run_store import RunStore

__all__ = ["Asked", "Overlap", "asked_by_strategy", "overlap", "shared_questions", "vote_consensus"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Overlap:
    """How sets of items lie over each other.

    Attributes
    ----------
    names : k names of the sets.
    both : (k, k) int64 items in both of two sets; the diagonal holds their sizes.
    in_sets : (k + 1,) int64 items that are in exactly 0, 1, ..., k of the sets; those in all k are the consensus.
    """

    names: tuple[str, ...]
    both: Ints
    in_sets: Ints

    def share(self) -> npt.NDArray[np.float64]:
        """(k, k) items in both, of those in either (Jaccard); 1 where two sets are empty."""
        sizes = np.diag(self.both)
        either = sizes[:, None] + sizes[None, :] - self.both
        return np.where(either > 0, self.both / np.maximum(either, 1), 1.0)

    def chance(self) -> npt.NDArray[np.float64]:
        """(k, k) how many items two sets would share if they were drawn independently: ``|A| |B| / n``."""
        sizes = np.diag(self.both).astype(np.float64)
        return np.outer(sizes, sizes) / max(int(self.in_sets.sum()), 1)


def overlap(sets: Mapping[str, Collection[int]], items: int) -> Overlap:
    """Count over ``items`` items numbered from 0.

    Raises
    ------
    InputError : a set names an item that there is not.
    """
    held = np.zeros((items, len(sets)), dtype=np.int64)
    for column, (name, members) in enumerate(sets.items()):
        rows = np.array(sorted(members), dtype=np.int64)
        if len(rows) and (rows[0] < 0 or rows[-1] >= items):
            raise InputError(f"The set {name!r} names item {rows[-1]}, but there are {items}, numbered from 0.")
        held[rows, column] = 1
    return Overlap(tuple(sets), held.T @ held, np.bincount(held.sum(axis=1), minlength=len(sets) + 1))


def vote_consensus(votes: Iterable[Sequence[Collection[str]]]) -> dict[str, tuple[int, int]]:
    """Class -> (items whose votes all name it, items where at least one does), of items with several votes."""
    counts: dict[str, list[int]] = {}
    for several in (each for each in votes if len(each) > 1):
        for name in {label for vote in several for label in vote}:
            found = counts.setdefault(name, [0, 0])
            found[0] += all(name in vote for vote in several)
            found[1] += 1
    return {name: (all_of_them, any_of_them) for name, (all_of_them, any_of_them) in sorted(counts.items())}


@dataclass(frozen=True)
class Asked:
    """The rows that one cell asked about until it had ``labels`` labels, the initial set left out."""

    data_set: str
    target: str | None
    strategy: str
    schedule: str
    seed: int
    rows: frozenset[int]
    pool: int


def asked_by_strategy(store: RunStore, labels: int) -> list[Asked]:
    """What each finished cell asked, up to ``labels`` labels; cells that did not get so far are left out."""
    found = []
    for cell in store.cells(status="done"):
        rounds = store.rounds(cell.id)
        last = next((each for each in reversed(rounds) if each.labels <= labels), None)
        if last is not None and rounds[-1].labels >= labels:
            asked = frozenset(last.labelled_rows[rounds[0].labels :].tolist())
            pool = len(last.pool_rows)
            found.append(Asked(cell.data_set, cell.target, cell.strategy, cell.schedule, cell.seed, asked, pool))
    return found


def shared_questions(asked: Iterable[Asked]) -> dict[tuple[str, str], float]:
    """(strategy, strategy) -> the mean share of questions in common (Jaccard), over data set, class, schedule and seed.

    Two strategies start each of these from the same initial set, so what they share is what both chose.
    """
    groups: dict[tuple[object, ...], dict[str, frozenset[int]]] = {}
    for each in asked:
        groups.setdefault((each.data_set, each.target, each.schedule, each.seed), {})[each.strategy] = each.rows
    shares: dict[tuple[str, str], list[float]] = {}
    for group in groups.values():
        for first, second in combinations(sorted(group), 2):
            either = group[first] | group[second]
            share = len(group[first] & group[second]) / len(either) if either else 1.0
            shares.setdefault((first, second), []).append(share)
    return {pair: float(np.mean(values)) for pair, values in shares.items()}
