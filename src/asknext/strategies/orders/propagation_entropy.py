"""Entropy of labels that spread to similar items."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.pool.view import PoolView
from asknext.strategies.geometry.gaussian_kernel import kernel
from asknext.strategies.inputs import EmbeddingBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64, Scorer
from asknext.strategies.selector import SINGLE_LABEL
from asknext.strategies.uncertainty.entropy import entropy

__all__ = ["PropagationEntropy", "spread_labels"]

_MOST = 10_000
_TILE = 256
_KEPT = 8_000_000  # similarities that are kept for the next round of spreading


@register
@dataclass(frozen=True)
class PropagationEntropy(Scorer):
    """The less agreed the labels that spread to it from its neighbours, the sooner: their entropy, in nats.

    Label spreading (Zhou et al. 2004): ``F <- alpha S F + (1 - alpha) Y``, with S the normalised similarities
    ``exp(-gamma d^2)`` of all items, each row of F then scaled to sum to 1. Items that nothing reaches count as
    undecided. Up to 2,828 items the similarities are kept; of more, all pairs are compared anew in every round, so more
    than 10,000 items are refused: use `subsample`. With nothing labelled all scores are 0.
    """

    gamma: float = number(0.25, "how fast similarity falls with squared distance", low=1e-12)
    iterations: int = number(20, "rounds of spreading", low=1, integer=True)
    alpha: float = number(0.2, "share of a label that comes from the neighbours", low=0.0, high=1.0)

    name = "propagation_entropy"
    time = "iterations n^2 d, n at most 10000"
    memory = "n (C + d) + min(n n, 8000000)"
    source = "Zhou et al. 2004"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings", "labels"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def score_rows(self, view: PoolView) -> Float64:
        labelled = labelled_rows(view)
        rows = np.concatenate([labelled, view.unlabelled])
        if len(rows) > _MOST:
            raise InputError(
                f"Strategy {self.name!r} compares every pair of items and is for at most {_MOST} of them, but there "
                f"are {len(rows)}: use {{'name': 'subsample', 'strategy': {self.name!r}, 'size': 5000}}."
            )
        points = EmbeddingBlocks(view, self.name).centred().rows(rows, np.float64)
        if len(labelled) == 0:
            return np.zeros(len(view.unlabelled))
        seeds = _one_hot([view.labels[int(row)] for row in labelled], len(rows))
        spread = spread_labels(points, seeds, self.gamma, self.iterations, self.alpha)[len(labelled) :]
        sums = spread.sum(axis=1, keepdims=True)
        undecided = np.full(spread.shape, 1.0 / spread.shape[1])
        return np.round(entropy(np.where(sums > 0, spread / np.where(sums > 0, sums, 1.0), undecided)), 12)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        if score == 0:
            return "Nothing that is labelled disagrees here; nothing less settled is left."
        return f"The labels of its neighbours disagree (entropy {score:.2f})."


def spread_labels(points: Float64, seeds: Float64, gamma: float, iterations: int, alpha: float) -> Float64:
    """(n, C) the labels ``seeds`` (n, C) after spreading over ``points`` (n, d)."""
    width = math.sqrt(0.5 / gamma)
    ones = np.ones((len(points), 1))
    kept = list(_similarities(points, width)) if len(points) ** 2 <= _KEPT else None
    degrees = np.concatenate([part @ ones for part in kept or _similarities(points, width)])
    scale = 1.0 / np.sqrt(np.where(degrees > 0, degrees, 1.0))
    spread = seeds
    for _ in range(iterations):
        reached = np.concatenate([part @ (scale * spread) for part in kept or _similarities(points, width)])
        spread = alpha * scale * reached + (1.0 - alpha) * seeds
    return spread


def _similarities(points: Float64, width: float) -> Iterator[npt.NDArray[Any]]:
    """The rows of the similarity matrix in blocks, nothing being similar to itself."""
    for start in range(0, len(points), _TILE):
        block = kernel(points[start : start + _TILE], points, width)
        block[np.arange(len(block)), start + np.arange(len(block))] = 0.0
        yield block


def _one_hot(labels: list[Any], n: int) -> Float64:
    """(n, C) ones for the first rows, which have ``labels``."""
    classes = {label: place for place, label in enumerate(sorted(set(labels), key=repr))}
    seeds = np.zeros((n, len(classes)))
    seeds[np.arange(len(labels)), [classes[label] for label in labels]] = 1.0
    return seeds
