"""How far a label can be trusted, from what a model says of the item: low is probably wrong."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.errors import UnknownName
from asknext.quality.label_errors.column_blocks import checked, column_blocks

__all__ = ["SCORES", "label_scores"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

SCORES = ("self_confidence", "normalised_margin", "confidence_weighted_entropy")
_LEAST = 1e-6


def label_scores(labels: npt.ArrayLike, probabilities: npt.ArrayLike, by: str = "self_confidence") -> Floats:
    """(n,) float64 in [0, 1], the lower the more probably wrong.

    Parameters
    ----------
    labels : (n,) class codes as given. probabilities : (n, K), of a model that has not seen the labels it judges.
    by : ``self_confidence``: the probability P of the given label. ``normalised_margin``: (P - the highest of another
        class + 1) / 2. ``confidence_weighted_entropy``: log(H / P + 1) / (H / P), with H the entropy over log K.

    Raises
    ------
    InputError : shapes or codes that do not fit. UnknownName : no such score.

    Source: Northcutt, Jiang & Chuang 2021; Kuan & Mueller 2022 ("Model-agnostic label quality scoring").
    """
    if by not in SCORES:
        raise UnknownName("score", by, SCORES)
    codes, table = checked(labels, probabilities)
    scores = np.empty(len(codes))
    for rows, columns in column_blocks(table):
        scores[rows] = _OF[by](codes[rows], columns)
    return scores


def _own(codes: Codes, columns: Floats) -> Floats:
    return columns[codes, np.arange(len(codes))]


def _margin(codes: Codes, columns: Floats) -> Floats:
    own = _own(codes, columns)
    columns[codes, np.arange(len(codes))] = -np.inf
    found: Floats = (own - columns.max(axis=0) + 1.0) / 2.0
    return found


def _weighted_entropy(codes: Codes, columns: Floats) -> Floats:
    own = np.maximum(_own(codes, columns), _LEAST)
    logs = np.log(np.maximum(columns, np.finfo(np.float64).tiny))
    entropy = -(columns * logs).sum(axis=0) / max(np.log(len(columns)), _LEAST)
    ratio = np.maximum(entropy / own, np.finfo(np.float64).tiny)  # towards 0 the score goes to 1
    found: Floats = np.log1p(ratio) / ratio
    return found


_OF = {"self_confidence": _own, "normalised_margin": _margin, "confidence_weighted_entropy": _weighted_entropy}
