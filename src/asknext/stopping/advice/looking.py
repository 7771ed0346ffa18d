"""`look_at_batch`: what a batch covered and how easy it was, on samples, so that a million items cost no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray, PoolView
from asknext.stopping.batch_look import BatchLook

__all__ = ["Asked", "look_at_batch"]

Floats = npt.NDArray[np.float64]
Said = Callable[[IntArray], npt.NDArray[Any]]

_SAMPLE, _LEAST, _WORK = 2_000, 200, 4e9
_DRAWS, _JUDGED = 8, 200
_BLOCK = 1_024
_KEY = 17


@dataclass(frozen=True)
class Asked:
    """A batch, and what was known when it was chosen.

    Attributes
    ----------
    labelled : (m,) int64 rows with a label before.  targets : (m,) codes or (m, L) zeros and ones, their labels;
        None where labels are numbers.
    batch : (b,) int64 rows that were labelled then.
    available : (u,) int64 rows that might have been asked, the batch among them.
    said : gives the predictions of the model before the batch for rows, as ``targets``; None where it is gone.
    """

    labelled: IntArray
    targets: npt.NDArray[Any] | None
    batch: IntArray
    available: IntArray
    said: Said | None = None


def look_at_batch(embeddings: npt.NDArray[Any] | None, asked: Asked, seed: int) -> BatchLook:
    """Exploration and agreement of a batch, beside those of random batches and of k-means.

    Exploration is the gradient ``EG = sum d(x, L before) - sum d(x, L after)`` over a sample of the pool, d the
    Euclidean distance to the nearest labelled item, divided by ``sum d(x, L before)``. Agreement counts the items
    that the model predicts as the nearest labelled item does (Abraham & Dreyfus-Schmidt 2020).

    Parameters
    ----------
    embeddings : (n, d), possibly memory-mapped; None: neither can be known.
    seed : of the samples; the same seed gives the same look.
    """
    if embeddings is None or len(asked.batch) == 0 or len(asked.labelled) == 0:
        return BatchLook(len(asked.batch))
    rng = np.random.default_rng([seed, _KEY, len(asked.labelled), len(asked.batch)])
    return BatchLook(len(asked.batch), **_explored(embeddings, asked, rng), **_agreed(embeddings, asked, rng))


# ------------------------------------------------------------------ exploration


def _explored(embeddings: npt.NDArray[Any], asked: Asked, rng: np.random.Generator) -> dict[str, Any]:
    rows = _drawn(rng, np.arange(len(embeddings)), _sample_size(embeddings, asked))
    sample = _vectors(embeddings, rows)
    before = _nearest(sample, embeddings, asked.labelled)[0]
    whole = float(before.mean())
    if not whole > 0:
        return {"sample": len(rows), "explored": 0.0, "random": 0.0, "random_sd": 0.0, "kmeans": 0.0}

    def share(batch: IntArray) -> float:
        return float(np.maximum(before - _nearest(sample, embeddings, batch)[0], 0).mean() / whole)

    b = min(len(asked.batch), len(asked.available))
    drawn = [share(rng.choice(asked.available, b, replace=False)) for _ in range(_DRAWS)]
    centres = _kmeans(embeddings, asked, b, rng)
    return {
        "sample": len(rows),
        "explored": share(asked.batch),
        "random": float(np.mean(drawn)),
        "random_sd": float(np.std(drawn, ddof=1)),
        "kmeans": None if centres is None else share(centres),
    }


def _sample_size(embeddings: npt.NDArray[Any], asked: Asked) -> int:
    """Fewer where many are labelled, so that a round of a large project takes no longer than one of a small."""
    a_row = embeddings.shape[1] * (len(asked.labelled) + (_DRAWS + 2) * len(asked.batch))
    return int(np.clip(_WORK / max(a_row, 1), _LEAST, _SAMPLE))


def _kmeans(embeddings: npt.NDArray[Any], asked: Asked, b: int, rng: np.random.Generator) -> IntArray | None:
    """(b,) rows that k-means would have asked, of a sample of those available; None where it is no larger than b."""
    from asknext.strategies.diversity.kmeans import KMeans

    rows = _drawn(rng, asked.available, _SAMPLE)
    if 2 * b > len(rows):
        return None
    view = PoolView(len(rows), embeddings=_vectors(embeddings, rows))
    return np.asarray(rows[KMeans().select(view, b, rng).indices], dtype=np.int64)


# ------------------------------------------------------------------ agreement


def _agreed(embeddings: npt.NDArray[Any], asked: Asked, rng: np.random.Generator) -> dict[str, Any]:
    if asked.said is None or asked.targets is None:
        return {}
    others = np.setdiff1d(asked.available, asked.batch, assume_unique=True)
    chosen, drawn = _drawn(rng, asked.batch, _JUDGED), _drawn(rng, others, _JUDGED)
    return {
        "judged": len(chosen),
        "agreed": _agreements(embeddings, asked, chosen),
        "random_judged": len(drawn),
        "random_agreed": _agreements(embeddings, asked, drawn),
    }


def _agreements(embeddings: npt.NDArray[Any], asked: Asked, rows: IntArray) -> float:
    """How many of ``rows`` the model and the nearest labelled item say the same about."""
    if len(rows) == 0 or asked.said is None or asked.targets is None:
        return 0.0
    _, nearest = _nearest(_vectors(embeddings, rows), embeddings, asked.labelled)
    same = np.asarray(asked.said(rows)) == asked.targets[nearest]
    return float(same.reshape(len(rows), -1).mean(axis=1).sum())


# ------------------------------------------------------------------ distances


def _nearest(points: Floats, embeddings: npt.NDArray[Any], rows: IntArray) -> tuple[Floats, IntArray]:
    """(s,) distance of each point to the nearest of ``rows``, and the place of that one in ``rows``."""
    best, place = np.full(len(points), np.inf), np.zeros(len(points), dtype=np.int64)
    own = np.einsum("ij,ij->i", points, points)
    for start in range(0, len(rows), _BLOCK):
        targets = _vectors(embeddings, rows[start : start + _BLOCK])
        squares = own[:, None] + np.einsum("ij,ij->i", targets, targets) - 2 * (points @ targets.T)
        found = squares.argmin(axis=1)
        least = squares[np.arange(len(points)), found]
        nearer = least < best
        best[nearer], place[nearer] = least[nearer], start + found[nearer]
    return np.sqrt(np.maximum(best, 0)), place


def _vectors(embeddings: npt.NDArray[Any], rows: IntArray) -> Floats:
    return np.asarray(embeddings[rows], dtype=np.float64)


def _drawn(rng: np.random.Generator, rows: IntArray, most: int) -> IntArray:
    """At most ``most`` of ``rows``, rising, each as likely."""
    return np.asarray(np.sort(rng.permutation(rows)[:most] if len(rows) > most else rows), dtype=np.int64)
