"""Deals items into folds, so that each can be judged by a model that has not seen it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["folds"]

Codes = npt.NDArray[np.int64]


def folds(labels: npt.ArrayLike, count: int = 5, *, groups: Sequence[Any] | None = None, seed: int = 0) -> Codes:
    """(n,) int64 the fold of each item, 0 to ``count`` - 1, with the classes spread over the folds.

    Parameters
    ----------
    labels : (n,) class codes; or (n, L) zeros and ones, where items are spread as they come.
    groups : one value an item; items of one group (patient, document, copy) stay in one fold, None is no group.
    seed : the same seed deals the same, whatever else happens.

    Raises
    ------
    InputError : fewer than 2 folds, or not one group an item.

    Items (or groups, by their first item's class) are shuffled within each class and dealt out in turn, going on with
    the next class where the last ended: fold sizes differ by at most one item, or one group.
    """
    codes = np.asarray(labels)
    if count < 2 or (groups is not None and len(groups) != len(codes)):
        raise InputError(
            f"Folds are 2 or more, with one group an item; found {count} folds and "
            f"{len(codes) if groups is None else len(groups)} groups for {len(codes)} items."
        )
    keys = np.zeros(len(codes), dtype=np.int64) if codes.ndim == 2 else codes
    first, member = _units(groups, len(codes))
    shuffled = np.random.default_rng(seed).permutation(len(first))
    order = shuffled[np.argsort(keys[first][shuffled], kind="stable")]
    fold = np.empty(len(first), dtype=np.int64)
    fold[order] = np.arange(len(first)) % count
    return fold[member]


def _units(groups: Sequence[Any] | None, n: int) -> tuple[Codes, Codes]:
    """The first item of each unit that stays together, and (n,) the unit of each item."""
    if groups is None:
        return np.arange(n), np.arange(n)
    units: dict[Any, int] = {}
    first: list[int] = []
    member = np.empty(n, dtype=np.int64)
    for at, group in enumerate(groups):
        key = ("alone", at) if group is None else ("group", group)
        if key not in units:
            units[key] = len(first)
            first.append(at)
        member[at] = units[key]
    return np.array(first, dtype=np.int64), member
