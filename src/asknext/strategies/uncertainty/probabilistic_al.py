"""Multi-class probabilistic active learning."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import PoolView
from asknext.strategies.geometry.gaussian_kernel import kernel, pool_width
from asknext.strategies.inputs import EmbeddingBlocks, Float64, ProbabilityBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer
from asknext.strategies.selector import SINGLE_LABEL

__all__ = ["ProbabilisticAL", "expected_gain"]

_MOST_OUTCOMES = 20_000
_TILE = 4096


@register
@dataclass(frozen=True)
class ProbabilisticAL(Scorer):
    """The more labels near it are expected to raise the accuracy there, the sooner (McPAL, Kottke et al. 2016).

    The label frequencies near x are ``k = n(x) P(x)``, where ``n(x) = sum_{l in L} exp(-d(x, l)^2 / (2 width^2))``
    counts the labelled items around. The true shares are Dirichlet(k + prior); the gain is the expected accuracy after
    m more labels, ``E[share of the class decided for]``, minus that with m = 0, over m; the best m up to ``most``
    counts. Multiply by a density to prefer places where many items are. The score is from 0 to 1.
    """

    prior: float = number(1e-3, "count each class has beforehand", low=1e-12)
    most: int = number(1, "labels looked ahead", low=1, high=5, integer=True)
    width: float | None = number(
        None, "distance over which a label counts; by default the spread of the pool around its mean", low=1e-12
    )

    name = "probabilistic_al"
    time = "n (m d + C^(most + 1))"
    memory = "n + m d"
    source = "Kottke et al. 2016"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities", "embeddings"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def score_rows(self, view: PoolView) -> Float64:
        shares = ProbabilityBlocks(view, self.name)
        self._refuse_too_many(shares.classes)
        points = EmbeddingBlocks(view, self.name).centred()
        width, known = pool_width(points, self.width), points.rows(labelled_rows(view), np.float64)
        scores = np.empty(len(view.unlabelled))
        for place, block in points.blocks(np.float64):
            for start in range(0, len(block), _TILE):
                here = slice(place.start + start, min(place.start + start + _TILE, place.stop))
                near = kernel(block[start : start + _TILE], known, width).sum(axis=1)
                p = shares.rows(view.unlabelled[here])
                scores[here] = expected_gain(near[:, None] * p, self.prior, self.most)
        return np.round(scores, 12)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"A label here is expected to raise the accuracy around it by {score:.2g}."

    def _refuse_too_many(self, classes: int) -> None:
        outcomes = math.comb(classes + self.most - 1, self.most)
        if outcomes > _MOST_OUTCOMES:
            raise InputError(
                f"Strategy {self.name!r}: {self.most} labels of {classes} classes can come out in {outcomes} ways, but "
                f"at most {_MOST_OUTCOMES} are tried: look ahead fewer labels (most=1)."
            )


def expected_gain(frequencies: Float64, prior: float, most: int) -> Float64:
    """(rows,) the best expected gain in accuracy per label, of ``frequencies`` (rows, C) of labels seen."""
    now = _expected_accuracy(frequencies, prior, 0)
    gains = [(_expected_accuracy(frequencies, prior, m) - now) / m for m in range(1, most + 1)]
    return np.asarray(np.max(gains, axis=0), dtype=np.float64)


def _expected_accuracy(frequencies: Float64, prior: float, m: int) -> Float64:
    """(rows,) ``sum_l P(l) E[share of argmax(k + l)]`` over all ways ``l`` that ``m`` labels can come out."""
    counts = frequencies + prior
    expected, whole = np.zeros(len(counts)), counts.sum(axis=1)
    chance_of_all = math.factorial(m) / np.prod([whole + i for i in range(m)], axis=0)
    for labels in combinations_with_replacement(range(counts.shape[1]), m):
        chance, after = chance_of_all.copy() if m else np.ones(len(counts)), counts.copy()
        for label in labels:
            chance *= after[:, label]
            after[:, label] += 1.0
        for times in _repeats(labels):
            chance /= math.factorial(times)
        decided = np.argmax(after, axis=1)
        expected += chance * after[np.arange(len(after)), decided] / (whole + m)
    return expected


def _repeats(labels: tuple[int, ...]) -> Iterator[int]:
    return (labels.count(label) for label in set(labels))
