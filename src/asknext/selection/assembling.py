"""From what was read to the pool that is chosen from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.selection.item_columns import extended, with_aliases
from asknext.selection.items import Items, Source
from asknext.selection.parts import Wanted
from asknext.selection.pool import Pool
from asknext.selection.predicted import Predicted

__all__ = ["Extra", "pool_of"]


@dataclass(frozen=True)
class Extra:
    """A file beside those to choose from: of a query with a ``tag``, or chosen already where it has none."""

    source: Source
    tag: str | None
    detections: tuple[Any, ...]


def pool_of(
    items: Items,
    vectors: npt.NDArray[np.float32],
    states: npt.NDArray[np.object_],
    columns: Mapping[str, npt.NDArray[Any]],
    wanted: Wanted,
    predicted: Predicted | None,
    extras: Sequence[Extra],
) -> Pool:
    """The items, then what is beside them; ``vectors`` are those of both, in this order."""
    tags = [each.tag for each in extras for _ in range(each.source.facts.items)]
    own, more = len(items), len(tags)
    all_columns = {name: extended(values, more) for name, values in with_aliases(dict(columns)).items()}
    for column, tag in wanted.queries.items():
        all_columns[column] = np.array([0.0] * own + [float(each == tag) for each in tags])
    chosen = [own + at for at, tag in enumerate(tags) if tag is None]
    return Pool(
        embeddings=vectors,
        detections=None if predicted is None else predicted.detections() + [d for e in extras for d in e.detections],
        columns=all_columns,
        members=tuple((row,) for row in range(own)),
        available=np.flatnonzero(states == "candidate"),
        labelled=np.concatenate([np.flatnonzero(states == "preselected"), np.array(chosen, dtype=np.int64)]),
        videos=tuple(items.video(row) for row in range(own)),
    )
