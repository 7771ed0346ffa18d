"""One item of a stream as a strategy sees it, and what it decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.errors import InputError, MissingInput
from asknext.strategies.inputs import Float64

__all__ = ["Decision", "StreamItem"]

_TOLERANCE = 1e-3


@dataclass(frozen=True)
class Decision:
    """``ask`` or let pass; ``utility``, higher = more worth asking; ``reason``, one sentence."""

    ask: bool
    utility: float
    reason: str


@dataclass(frozen=True)
class StreamItem:
    """``probabilities`` (C,) float64 of the classes and ``embedding`` (d,) float64, either None where not known."""

    probabilities: Float64 | None = None
    embedding: Float64 | None = None

    @classmethod
    def of(cls, probabilities: Any = None, embedding: Any = None) -> StreamItem:
        """Checked: raises `InputError` for what is not a row of numbers, or probabilities that do not sum to 1."""
        p = None if probabilities is None else _row(probabilities, "probabilities")
        if p is not None and not (p.min() >= -_TOLERANCE and abs(float(p.sum()) - 1.0) <= _TOLERANCE):
            raise InputError(
                f"probabilities of an item are {p.tolist()}, but must be at least 0 and sum to 1 (within {_TOLERANCE})."
            )
        return cls(p, None if embedding is None else _row(embedding, "embedding"))

    def need(self, name: str, asker: str) -> Float64:
        """The input ``name``; raises `MissingInput` where it was not given."""
        value: Float64 | None = getattr(self, name)
        if value is None:
            raise MissingInput(f"Strategy {asker!r} needs {name} of each item, which was not given: pass {name}=.")
        return value


def _row(value: Any, name: str) -> Float64:
    row = np.asarray(value, dtype=np.float64)
    if row.ndim != 1 or len(row) == 0 or not np.isfinite(row).all():
        raise InputError(f"{name} of an item must be one row of finite numbers; found shape {row.shape}: {row}.")
    return row
