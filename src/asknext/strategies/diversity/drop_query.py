"""DropQuery: items whose prediction dropout changes, spread by k-means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.representatives import by_content, representatives
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import SINGLE_LABEL, Selector
from asknext.strategies.top import top

__all__ = ["DropQuery"]

_READ = 4096


@register
@dataclass(frozen=True)
class DropQuery(Selector):
    """Of the items whose prediction most of ``passes`` random dropouts of the features change, the middles of b groups.

    A linear classifier is fitted on the labelled embeddings; then each feature is left out with probability ``rate``
    (the others are multiplied by ``1 / (1 - rate)``), and an item is a candidate where more than half of the
    predictions differ from that of the whole embedding. The candidates are put into b groups by k-means, and the one
    nearest to each centre is asked (Gupte et al. 2024). With fewer than b candidates the items that changed most often
    fill up. While fewer than two classes are known every item is a candidate. The score is the share of changed
    predictions.
    """

    rate: float = number(0.75, "chance that a feature is left out", low=0, high=0.99)
    passes: int = number(3, "dropouts an item", low=1, high=1000, integer=True)
    strength: float = number(1.0, "inverse regularisation of the linear classifier", low=1e-6, high=1e6)

    name = "drop_query"
    time = "n passes C d + n min(b, 1000) d"
    memory = "n + max(20000, 64 b) d"
    source = "Gupte et al. 2024"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings", "labels"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        points = EmbeddingBlocks(view, self.name)
        changed = self._changed(points, view, rng)
        candidates = np.flatnonzero(changed > 0.5)
        if len(candidates) < n:
            candidates = np.sort(top(changed, n, rng))
        found = representatives(points, view.unlabelled[candidates], n, rng)
        chosen = candidates[found.positions]
        order = top(changed[chosen], n, rng)
        chosen, sizes = chosen[order], found.sizes[order]
        shares = changed[chosen]
        return Batch(view.unlabelled[chosen], shares, Reasons(n, lambda i: _sentence(float(shares[i]), int(sizes[i]))))

    def _changed(self, points: EmbeddingBlocks, view: PoolView, rng: np.random.Generator) -> Float64:
        """(u,) the share of dropouts that change the prediction; 1 where there is no classifier yet."""
        model = self._fitted(points, view)
        order = by_content(points, view.unlabelled, rng)
        changed = np.ones(len(order))
        for start in range(0, len(order) if model is not None else 0, _READ):
            here = order[start : start + _READ]
            block = points.rows(view.unlabelled[here], np.float64)
            whole, count = _predicted(model, block), np.zeros(len(block))
            for _ in range(self.passes):
                kept = rng.random(block.shape) >= self.rate
                count += _predicted(model, block * kept / (1.0 - self.rate)) != whole
            changed[here] = count / self.passes
        return changed

    def _fitted(self, points: EmbeddingBlocks, view: PoolView) -> Any:
        """A linear classifier, or None where there are not two classes to tell apart."""
        rows = labelled_rows(view)
        labels = [repr(view.labels[int(row)]) for row in rows]
        if len(set(labels)) < 2:
            points.rows(view.unlabelled[:1])
            return None
        from sklearn.linear_model import LogisticRegression

        return LogisticRegression(C=self.strength, max_iter=1000).fit(points.rows(rows, np.float64), labels)


def _predicted(model: Any, block: Float64) -> Float64:
    return np.asarray(model.predict(block))


def _sentence(share: float, size: int) -> str:
    others = f" It stands for {size} such items." if size > 1 else ""
    return f"Without some of its features the model would say something else ({share:.0%} of the trials).{others}"
