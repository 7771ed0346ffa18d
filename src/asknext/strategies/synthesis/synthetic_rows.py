"""Made items as rows that can be imported like real ones, and stay marked wherever they go."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from asknext.errors import InputError
from asknext.strategies.synthesis.made_items import Synthetic

__all__ = ["synthetic_rows"]

_OWN = ("id", "synthetic", "parents", "neighbours")


def synthetic_rows(
    synthetic: Synthetic, ids: Sequence[Any], contents: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """One row an item: ``contents`` and beside them what it is, to be imported into a project.

    Parameters
    ----------
    ids : what the real items are called, in the order of the points that the synthetic ones were made from.
    contents : for each made item its columns, e.g. ``{"text": ...}`` or ``{"image": path}``.

    Returns
    -------
    list : mappings with the contents and ``id`` ("synthetic-" and a hash of the point), ``synthetic`` (True),
        ``parents`` and ``neighbours`` (lists of ids, nearest first). In a project these are metadata columns, which
        every export format carries.

    Raises
    ------
    InputError : another number of contents than items, or contents with a column of one of these names.
    """
    if len(contents) != len(synthetic.points):
        raise InputError(f"There are {len(contents)} contents for {len(synthetic.points)} synthetic items.")
    taken = sorted({name for content in contents for name in content if name in _OWN})
    if taken:
        raise InputError(f"contents have the column {taken[0]!r}, which says here what a synthetic item is.")
    return [dict(content) | _marks(synthetic, i, ids) for i, content in enumerate(contents)]


def _marks(synthetic: Synthetic, i: int, ids: Sequence[Any]) -> dict[str, Any]:
    digest = hashlib.sha256(np.ascontiguousarray(synthetic.points[i]).tobytes()).hexdigest()[:16]
    return {
        "id": f"synthetic-{digest}",
        "synthetic": True,
        "parents": [str(ids[row]) for row in dict.fromkeys(synthetic.parents[i].tolist())],
        "neighbours": [str(ids[row]) for row in synthetic.neighbours[i].tolist()],
    }
