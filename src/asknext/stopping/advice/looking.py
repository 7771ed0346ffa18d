"""`look_at_batch`: what a batch covered and how easy it was, on samples, so that a million items cost no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.measures.batch_agreement import batch_agreement
from asknext.measures.exploration import (
    distances_to_labelled,
    explored_share,
    kmeans_exploration,
    random_exploration,
)
from asknext.pool.view import IntArray
from asknext.stopping.batch_look import BatchLook

__all__ = ["Asked", "agreement_look", "exploration_look", "look_at_batch"]

Said = Callable[[IntArray], npt.NDArray[Any]]

_SAMPLE, _LEAST, _WORK = 2_000, 200, 2e9
_BATCH, _CENTRES, _DRAWS, _JUDGED = 500, 1_000, 8, 200
_EXPLORED, _AGREED = 17, 18


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

    Parameters
    ----------
    embeddings : (n, d), possibly memory-mapped; None: neither can be known.
    seed : of the samples; the same seed gives the same look.
    """
    if embeddings is None:
        return BatchLook(len(asked.batch))
    found = exploration_look(embeddings, asked, seed) | agreement_look(embeddings, asked, seed)
    return BatchLook(len(asked.batch), **found)


def exploration_look(embeddings: npt.NDArray[Any], asked: Asked, seed: int) -> dict[str, Any]:
    """The fields of a `BatchLook` on exploration: the shares of `asknext.measures.explored_share`.

    Distances are averaged over at most 2,000 items, fewer where many are labelled; of a batch of more than 500 a
    sample of 500 is compared with batches of 500.
    """
    if len(asked.batch) == 0 or len(asked.labelled) == 0:
        return {}
    rng = _rng(asked, seed, _EXPLORED)
    rows = _drawn(rng, len(embeddings), _sample_size(embeddings, asked))
    sample, batch = _vectors(embeddings, rows), _vectors(embeddings, _some(rng, asked.batch, _BATCH))
    candidates = _vectors(embeddings, _some(rng, asked.available, max(_CENTRES, 2 * len(batch))))
    before = distances_to_labelled(sample, _vectors(embeddings, asked.labelled))
    drawn = random_exploration(sample, candidates, before, len(batch), draws=_DRAWS, seed=seed)
    distinct = np.unique(candidates, axis=0)
    few = 2 * len(batch) > len(distinct)
    return {
        "sample": len(rows),
        "explored": explored_share(before, distances_to_labelled(sample, batch, before=before)),
        "random": drawn.mean,
        "random_sd": drawn.deviation,
        "kmeans": None if few else kmeans_exploration(sample, distinct, before, len(batch), seed=seed),
    }


def agreement_look(embeddings: npt.NDArray[Any], asked: Asked, seed: int) -> dict[str, Any]:
    """The fields of a `BatchLook` on agreement (see `asknext.measures.batch_agreement`), on at most 200 items each."""
    if asked.said is None or asked.targets is None or len(asked.batch) == 0 or len(asked.labelled) == 0:
        return {}
    rng = _rng(asked, seed, _AGREED)
    own = _some(rng, asked.batch, _JUDGED)
    others = _some(rng, asked.available, _JUDGED + len(own))
    others = others[~np.isin(others, asked.batch)][:_JUDGED]
    return {
        "judged": len(own),
        "agreed": _agreements(embeddings, asked, own),
        "random_judged": len(others),
        "random_agreed": _agreements(embeddings, asked, others),
    }


def _agreements(embeddings: npt.NDArray[Any], asked: Asked, rows: IntArray) -> float:
    """How many of ``rows`` the model and the nearest labelled item say the same about."""
    if len(rows) == 0 or asked.said is None or asked.targets is None:
        return 0.0
    known = _vectors(embeddings, asked.labelled)
    return len(rows) * batch_agreement(asked.said(rows), _vectors(embeddings, rows), known, asked.targets)


def _sample_size(embeddings: npt.NDArray[Any], asked: Asked) -> int:
    """Fewer where many are labelled, so that a round of a large project takes no longer than one of a small."""
    a_row = embeddings.shape[1] * (len(asked.labelled) + (_DRAWS + 2) * min(len(asked.batch), _BATCH))
    return int(np.clip(_WORK / max(a_row, 1), _LEAST, _SAMPLE))


def _rng(asked: Asked, seed: int, key: int) -> np.random.Generator:
    return np.random.default_rng([seed, key, len(asked.labelled), len(asked.batch)])


def _vectors(embeddings: npt.NDArray[Any], rows: IntArray) -> npt.NDArray[np.float32]:
    return np.asarray(embeddings[rows], dtype=np.float32)


def _some(rng: np.random.Generator, rows: IntArray, most: int) -> IntArray:
    """At most ``most`` of ``rows``, in a random order, each as likely."""
    return np.asarray(rows[rng.choice(len(rows), min(len(rows), most), replace=False)], dtype=np.int64)


def _drawn(rng: np.random.Generator, n: int, most: int) -> IntArray:
    """At most ``most`` of 0 to n - 1, rising."""
    return np.sort(rng.choice(n, min(n, most), replace=False).astype(np.int64))
