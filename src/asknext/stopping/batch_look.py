"""`BatchLook`: how the batch behind a round compares with what random and k-means would have asked."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BatchLook"]


@dataclass(frozen=True)
class BatchLook:
    """What a batch covered and how easy it was, each beside random batches of the same size.

    Attributes
    ----------
    batch : items labelled since the round before.
    sample : items of the pool, drawn at random, over which distances were averaged.
    explored : fall of their mean distance to the nearest labelled item that the batch brought, as a share of that
        distance before it, from 0 to 1; None where there are no embeddings or nothing was labelled before.
    random, random_sd : the same for random batches of that size, mean and standard deviation over draws.
    kmeans : the same for a batch chosen by k-means; None where it was not looked at.
    judged, agreed : of so many items of the batch, so many were predicted by the model of the round before as by the
        nearest labelled item (several labels an item: shares of labels, so ``agreed`` may be broken).
    random_judged, random_agreed : the same for random items.
    """

    batch: int
    sample: int = 0
    explored: float | None = None
    random: float | None = None
    random_sd: float | None = None
    kmeans: float | None = None
    judged: int = 0
    agreed: float = 0.0
    random_judged: int = 0
    random_agreed: float = 0.0
