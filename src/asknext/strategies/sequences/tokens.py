"""The token probabilities of each item, in one form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import PoolView
from asknext.strategies.inputs import Float64

__all__ = ["Sentence", "sentences_of"]

_TOLERANCE = 1e-3


@dataclass(frozen=True)
class Sentence:
    """``probabilities`` (T, C) float64 of each token's tag; ``path``, the best path's probability, if known."""

    probabilities: Float64
    path: float | None = None


def sentences_of(view: PoolView, row: int, asker: str) -> list[Sentence]:
    """The sentences of item ``row``, at least one.

    An item is a (T, C) array; a mapping with ``probabilities`` (T, C) and ``path``, the probability of the best path as
    the tagger gives it; or a list of these, the sentences of a document. Raises `InputError` that names the item.
    """
    given = view.need("sequences", asker)
    if not hasattr(given, "__len__") or len(given) != view.n:
        raise InputError(f"Strategy {asker!r}: sequences must be a list with one entry for each of {view.n} items.")
    item, where = given[row], f"Strategy {asker!r}: item {row} of sequences"
    parts = item if _is_document(item) else [item]
    if len(parts) == 0:
        raise InputError(f"{where} has no sentence; leave it out, or count it as labelled so that it is not asked.")
    names = [where] if len(parts) == 1 else [f"{where}, sentence {at}" for at in range(len(parts))]
    return [_sentence(part, name) for part, name in zip(parts, names, strict=True)]


def _is_document(item: Any) -> bool:
    if isinstance(item, np.ndarray) and item.dtype != object:
        return item.ndim == 3
    if isinstance(item, Mapping) or not isinstance(item, list | tuple | np.ndarray):
        return False
    return len(item) == 0 or isinstance(item[0], Mapping) or np.ndim(item[0]) == 2


def _sentence(part: Any, where: str) -> Sentence:
    known = part.get("path") if isinstance(part, Mapping) else None
    given = part.get("probabilities") if isinstance(part, Mapping) else part
    try:
        p = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"{where} must hold numbers, a row of tag probabilities for each token ({error}).") from error
    if p.ndim != 2 or 0 in p.shape:
        raise InputError(f"{where} has shape {p.shape}, expected (T, C): at least one token, a column for each tag.")
    wrong = ~((p >= -_TOLERANCE) & (p <= 1 + _TOLERANCE)).all(axis=1) | ~(np.abs(p.sum(axis=1) - 1) <= _TOLERANCE)
    if wrong.any():
        at = int(np.argmax(wrong))
        raise InputError(f"{where}: token {at} has {p[at].tolist()}, expected probabilities of tags that sum to 1.")
    if known is not None and not 0 < float(known) <= 1:
        raise InputError(f"{where}: path is {known!r}, expected the probability of the best path, above 0, at most 1.")
    return Sentence(np.clip(p, 0.0, 1.0), None if known is None else float(known))
