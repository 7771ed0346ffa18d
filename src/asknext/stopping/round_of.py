"""`round_of`: the fields of a `Round` that come of probabilities, from arrays; the same live and in replay."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.measures.metrics import predictions_of
from asknext.stopping.changes import divergence, share_changed, total_variation
from asknext.stopping.confidences import confidences, entropies, expected_f, share_right
from asknext.stopping.history import Round

__all__ = ["round_of"]

Table = npt.NDArray[Any]


def round_of(
    labels: int,
    *,
    multilabel: bool = False,
    stop: Table | None = None,
    stop_before: Table | None = None,
    pool: Table | None = None,
    pool_before: Table | None = None,
    batch: Table | None = None,
    answers: Table | None = None,
    batch_first: Table | None = None,
    **known: Any,
) -> Round:
    """A round from what models said; whatever is not given stays None.

    All tables are (n, C) probabilities in one order of classes, or (n, L) with ``multilabel``; a table may have fewer
    columns than a later one, for classes that had not come up.

    Parameters
    ----------
    labels : number of labelled items the model was fitted on.
    stop, stop_before : of the stop set, the same items in every round, by the model of this round and of the one
        before. The unlabelled pool or a random sample of it; held-out data without their labels will do.
    pool, pool_before : of the items that are unlabelled after this round, by the same two models; without them the
        stop set stands for them.
    batch : of the items labelled in this round, by the model of the round *before*.
    answers : (b,) class codes, -1 = not answered, or (b, L) zeros and ones: their labels.
    batch_first : of the same items, by the model of the first round.
    known : other fields of `Round`, taken as they are.

    Raises
    ------
    InputError : tables that should hold the same items do not have the same length.
    """
    found: dict[str, Any] = {}
    if stop is not None:
        found |= _of_stop_set(stop, stop_before, multilabel)
    over, over_before = (stop, stop_before) if pool is None else (pool, pool_before)
    if over is not None and len(over):
        found |= _of_pool(over, over_before, multilabel)
    if batch is not None:
        found |= _of_batch(batch, answers, batch_first, multilabel)
    return Round(labels, **(found | known))


def _of_stop_set(after: Table, before: Table | None, multilabel: bool) -> dict[str, Any]:
    if len(after) == 0:
        return {}
    found: dict[str, Any] = {
        "predictions": predictions_of(after, multilabel).astype(np.uint8 if multilabel else np.int64),
        "stop_confidence": float(confidences(after, multilabel).mean()),
        "classes": 2 if multilabel else after.shape[1],
    }
    if before is None:
        return found
    return found | {
        "total_variation": total_variation(before, after, multilabel),
        "divergence": divergence(before, after, multilabel),
    }


def _of_pool(after: Table, before: Table | None, multilabel: bool) -> dict[str, Any]:
    entropy = entropies(after, multilabel)
    return {
        "classes": 2 if multilabel else after.shape[1],
        "pool_entropy": float(entropy.mean()),
        "pool_most_entropy": float(entropy.max()),
        "pool_doubt": 1 - float(confidences(after, multilabel).mean()),
        "pool_f": expected_f(after, multilabel),
        "pool_changed": None if before is None else share_changed(before, after, multilabel),
    }


def _of_batch(batch: Table, answers: Table | None, first: Table | None, multilabel: bool) -> dict[str, Any]:
    answered = np.ones(len(batch), dtype=bool)
    if answers is not None and answers.ndim == 1:
        answered = answers >= 0
    found = {
        "batch_entropy": entropies(batch[answered], multilabel),
        "batch_confidence": confidences(batch[answered], multilabel),
    }
    if answers is None:
        return found
    found["batch_right"] = share_right(batch[answered], answers[answered])
    if first is not None:
        found["batch_right_first"] = share_right(first[answered], answers[answered])
    return found
