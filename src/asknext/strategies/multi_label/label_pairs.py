"""One label of an item at a time: the pairs of item and label that are worth most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, PoolExhausted
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.curation.columns import column as column_name
from asknext.strategies.inputs import Float64, ProbabilityBlocks
from asknext.strategies.multi_label.asked_labels import asked_labels
from asknext.strategies.parameter import number, strategy
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer
from asknext.strategies.selector import MULTI_LABEL, Selector
from asknext.strategies.top import quantised, top

__all__ = ["LabelPairs"]


@register
@dataclass(frozen=True)
class LabelPairs(Selector):
    """Multi-label: asks about one label of an item, "is it a cat?", by a score of each pair (Qi et al. 2008).

    The scorer sees each label as a question of its own, with the probabilities (1 - p, p), so it must score a row by
    its probabilities alone. The batch names the label of each item in ``targets``. At most ``each`` labels of an item
    are in a batch. What was answered already is in the column ``asked``: the label numbers of each item, as a list; an
    item belongs in ``labelled`` once all its labels are known.
    """

    scorer: Scorer = strategy("margin", "how unsure a label is, as yes or no", scores=True)  # noqa: RUF009
    each: int = number(1, "labels of one item in a batch, at most", low=1, integer=True)
    asked: str | None = column_name("the column with lists of the label numbers that are known of each item")

    name = "label_pairs"
    time = "n L log L"
    memory = "n * each"
    source = "Qi, Hua, Rui, Tang & Zhang 2008"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities"} if self.asked is None else {"probabilities", "columns"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({MULTI_LABEL})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        scores, labels = self._best(view, rng)
        open_ = np.flatnonzero(labels.ravel() >= 0)
        if n > len(open_):
            raise PoolExhausted(
                f"{n} pairs of item and label were asked for, but only {len(open_)} are left with at most {self.each} "
                f"of an item: ask for at most {len(open_)}."
            )
        chosen = open_[top(scores.ravel()[open_], n, rng)]
        rows, targets = view.unlabelled[chosen // labels.shape[1]], labels.ravel()[chosen]
        reasons = Reasons(n, lambda i: self._sentence(view, int(rows[i]), int(targets[i])))
        return Batch(rows, scores.ravel()[chosen], reasons, targets=targets)

    def _best(self, view: PoolView, rng: np.random.Generator) -> tuple[Float64, IntArray]:
        """(u, each) the scores of the best labels of each unlabelled row, and which they are, -1 where none is left."""
        if not self.scorer.needs <= {"probabilities"}:
            raise InputError(
                f"Strategy {self.name!r} needs a scorer that looks at probabilities alone, but {self.scorer.name!r} "
                f"needs {', '.join(sorted(self.scorer.needs))}."
            )
        blocks = ProbabilityBlocks(view, self.name)
        scores, labels = [], []
        for place, block in blocks:
            known = asked_labels(view, self.asked, view.unlabelled[place], blocks.classes, self.name)
            own, which = _highest(self._scored(block, view), known, self.each, rng)
            scores.append(own)
            labels.append(which)
        return np.concatenate(scores), np.concatenate(labels)

    def _scored(self, p: Float64, view: PoolView) -> Float64:
        """(rows, L) the score of each label of ``p`` (rows, L) as a question of yes or no."""
        pairs = np.column_stack([1.0 - p.ravel(), p.ravel()])
        return self.scorer.score(PoolView(len(pairs), probabilities=pairs, resources=view.resources)).reshape(p.shape)

    def _sentence(self, view: PoolView, row: int, label: int) -> str:
        p = ProbabilityBlocks(view, self.name).rows(np.array([row]))[0, label]
        return f"Does label {view.spoken(label)} hold? The model gives it {p:.2f}."


def _highest(
    scores: Float64, known: npt.NDArray[np.bool_], each: int, rng: np.random.Generator
) -> tuple[Float64, IntArray]:
    """(rows, at most each) the highest scores among those not ``known``, and their labels; -1 where there are fewer."""
    order = np.lexsort((rng.random(scores.shape), -quantised(scores), known), axis=1)[:, :each]
    labels = np.where(np.take_along_axis(known, order, axis=1), -1, order)
    return np.take_along_axis(scores, order, axis=1), labels
