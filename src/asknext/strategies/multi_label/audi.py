"""The item whose labels look odd and were hardly asked about, and its least certain label."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.errors import PoolExhausted
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.curation.columns import column as column_name
from asknext.strategies.inputs import Float64, ProbabilityBlocks
from asknext.strategies.multi_label.asked_labels import asked_labels
from asknext.strategies.multi_label.label_cardinality_inconsistency import inconsistency
from asknext.strategies.multi_label.label_sets import label_counts
from asknext.strategies.over_classes import total
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import MULTI_LABEL, Selector
from asknext.strategies.top import quantised, top

__all__ = ["AUDI"]

_LEAST = 0.5


@register
@dataclass(frozen=True)
class AUDI(Selector):
    """Multi-label: asks about one label of an item, by uncertainty and diversity (Huang & Zhou 2013).

    The item: ``|#{l: p_l > 1/2} - mean number of labels of the labelled items| / max(labels asked of it, 1/2)``, the
    highest first, so that items nobody asked about come before others. The label: of those not asked yet the one with p
    nearest to 1/2. The batch names it in ``targets``. Label ranking is left to the model: its probabilities are taken
    as they are. With nothing labelled no number of labels is usual, and the item is random.
    """

    asked: str | None = column_name("the column with lists of the label numbers that are known of each item")

    name = "audi"
    time = "n L + m"
    memory = "n"
    source = "Huang & Zhou 2013"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities", "labels"} | ({"columns"} if self.asked else set()))

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({MULTI_LABEL})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        blocks = ProbabilityBlocks(view, self.name)
        u = len(view.unlabelled)
        predicted, times, label = np.empty(u), np.empty(u), np.empty(u, dtype=np.int64)
        for place, block in blocks:
            known = asked_labels(view, self.asked, view.unlabelled[place], blocks.classes, self.name)
            away = np.where(known, np.inf, quantised(np.abs(block - 0.5)))
            nearest = np.lexsort((rng.random(away.shape), away), axis=1)[:, 0]
            predicted[place], times[place] = total(block > 0.5), known.sum(axis=1)
            label[place] = np.where(known.all(axis=1), -1, nearest)
        odd = inconsistency(predicted, label_counts(view)) / np.maximum(times, _LEAST)
        return self._batch(view, odd, label, n, rng)

    def _batch(self, view: PoolView, values: Float64, labels: IntArray, n: int, rng: np.random.Generator) -> Batch:
        left = np.flatnonzero(labels >= 0)
        if n > len(left):
            raise PoolExhausted(
                f"{n} items were asked for, but only {len(left)} have a label that is not known: ask for at most "
                f"{len(left)}, and count the others as labelled."
            )
        chosen = left[top(values[left], n, rng)]
        rows, targets = view.unlabelled[chosen], labels[chosen]
        reasons = Reasons(n, lambda i: _sentence(view.spoken(int(targets[i]))))
        return Batch(rows, values[chosen], reasons, targets=targets)


def _sentence(label: str) -> str:
    return (
        f"Does label {label} hold? The number of labels seen here is unusual, and of this one the model is least sure."
    )
