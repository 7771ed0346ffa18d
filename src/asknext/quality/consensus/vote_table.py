"""Votes as sparse blocks of items, over which one pass of expectation maximisation goes at the speed of memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.quality.votes import Codes, Votes

__all__ = ["Block", "VoteTable", "vote_table"]

Floats = npt.NDArray[np.float64]

# A block's posterior stays in the processor's cache between its three uses.
_CELLS = 1 << 16


@dataclass(frozen=True, eq=False)
class Block:
    """The items ``rows``, and ``given``: sparse (rows, A L), a one for each vote at annotator L + label."""

    rows: slice
    given: Any


@dataclass(frozen=True, eq=False)
class VoteTable:
    """The votes, sorted by item.

    Attributes
    ----------
    blocks : of consecutive items, all of them.
    items, keys : (m,) int64 of each vote; key = annotator L + label.
    n, annotators, labels : how many items, annotators and labels L there are.
    most : the most votes that an item has.
    """

    blocks: list[Block]
    items: Codes
    keys: Codes
    n: int
    annotators: int
    labels: int
    most: int


def vote_table(votes: Votes, states: int) -> VoteTable:
    """The table of ``votes`` for a posterior over ``states`` columns."""
    from scipy.sparse import csr_array

    keys, items = votes.annotators * votes.n_classes + votes.labels, votes.items
    if (np.diff(items) < 0).any():
        order = np.argsort(items, kind="stable")
        keys, items = keys[order], items[order]
    per_item = votes.per_item()
    starts = np.concatenate(([0], np.cumsum(per_item)))
    width, size = votes.n_annotators * votes.n_classes, max(256, _CELLS // max(1, states))
    narrow, ones = keys.astype(np.int32 if width < 2**31 else np.int64), np.ones(len(keys))
    blocks = []
    for first in range(0, votes.n_items, size):
        last = min(first + size, votes.n_items)
        low, high = starts[first], starts[last]
        pointers = (starts[first : last + 1] - low).astype(narrow.dtype)
        given = csr_array((ones[low:high], narrow[low:high], pointers), shape=(last - first, width))
        blocks.append(Block(slice(first, last), given))
    most = int(per_item.max(initial=0))
    return VoteTable(blocks, items, keys, votes.n_items, votes.n_annotators, votes.n_classes, most)
