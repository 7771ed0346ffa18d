"""`RoundFields`: what a learner's models say of a round, as the fields that stopping rules look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.loop.class_task import ClassTask
from asknext.loop.earlier_models import EarlierModels
from asknext.loop.finished_rounds import FinishedRounds
from asknext.loop.fitted_model import FittedModel
from asknext.loop.ledger import Ledger
from asknext.loop.model_signs import boundary_disagreement, posterior_divergence, support_vectors
from asknext.loop.number_task import NumberTask
from asknext.loop.stop_set import stop_set_rows
from asknext.measures.metrics import score
from asknext.stopping.history import Round
from asknext.stopping.round_of import round_of
from asknext.stopping.rule import Rule

__all__ = ["RoundFields"]

Table = npt.NDArray[np.float64]


class RoundFields:
    """Makes a `Round` of the model just fitted, with what costs extra only where a rule looks at it.

    Parameters
    ----------
    task : the classes.  earlier : the models of rounds before.  seed : decides the stop set.
    """

    def __init__(
        self, task: ClassTask | NumberTask, ledger: Ledger, rounds: FinishedRounds, earlier: EarlierModels, seed: int
    ) -> None:
        self._task, self._ledger, self._rounds, self._earlier, self._seed = task, ledger, rounds, earlier, seed
        self._kept: tuple[str, Table] | None = None

    @cached_property
    def _rows(self) -> npt.NDArray[np.int64]:
        return stop_set_rows(self._ledger.n, self._seed)

    def of(self, fitted: FittedModel, rules: Sequence[Rule], metrics: Sequence[str], *, whole: bool) -> Round:
        """The round that ends with ``fitted``.

        Empty where labels are numbers, where no rule would look, and until two classes are known: a model that can say
        one thing only is stable, but not ready.

        Parameters
        ----------
        metrics : names of the scores to take on the labelled items.
        whole : take predictions from those of the whole pool, which are or will be needed in any case.
        """
        if fitted.numbers or not rules or len(set(self._ledger.labels.values())) < 2:
            return Round(len(self._ledger.labels))
        stop = fitted.probabilities[self._rows] if whole else fitted.proba_of(self._rows)
        ready = bool(self._rounds.rounds) and self._rounds.rounds[-1].predictions is not None
        before = self._earlier.before() if ready else None
        asked = frozenset().union(*(getattr(rule, "looks_at", frozenset()) for rule in rules))
        free = np.isin(self._rows, self._ledger.available)
        known = {**self._compared(stop, before, free), **self._asked(before, asked)}
        extra = self._extra(fitted, before, metrics, asked)
        self._kept = (self._ledger.digest, stop)
        return round_of(
            len(self._ledger.labels), multilabel=fitted.multilabel, stop=stop, pool=stop[free], **known, **extra
        )

    def _compared(self, stop: Table, before: FittedModel | None, free: npt.NDArray[np.bool_]) -> dict[str, Any]:
        if before is None:
            return {}
        if self._kept is not None and self._kept[0] == self._rounds.digests[-1]:
            table = self._kept[1]
        else:
            table = before.proba_of(self._rows)
        return {"stop_before": table, "pool_before": table[free]}

    def _asked(self, before: FittedModel | None, asked: frozenset[str]) -> dict[str, Any]:
        """The batch and its answers, as the models before saw them."""
        if before is None:
            return {}
        batch = np.setdiff1d(self._ledger.labelled, before.rows)
        if len(batch) == 0:
            return {}
        found = {"batch": before.proba_of(batch), "answers": self._codes(batch)}
        first = self._earlier.first() if "batch_right_first" in asked else None
        return found if first is None else {**found, "batch_first": first.proba_of(batch)}

    def _extra(
        self, fitted: FittedModel, before: FittedModel | None, metrics: Sequence[str], asked: frozenset[str]
    ) -> dict[str, Any]:
        made: dict[str, Callable[[], Any]] = {
            "train_scores": lambda: self._train_scores(fitted, metrics),
            "support_vectors": lambda: support_vectors(fitted.model),
            "cut_disagreement": lambda: boundary_disagreement(fitted.model, fitted.take(self._free())),
            "posterior_divergence": lambda: _posteriors(fitted, before),
        }
        return {name: make() for name, make in made.items() if name in asked}

    def _train_scores(self, fitted: FittedModel, metrics: Sequence[str]) -> dict[str, float]:
        truth, table = self._codes(fitted.rows), fitted.proba_of(fitted.rows)
        return {name: float(score(name, truth, table)) for name in metrics}

    def _codes(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        labels = [self._ledger.labels[row] for row in rows.tolist()]
        return np.asarray(self._task.space.codes(labels), dtype=np.int64)

    def _free(self) -> npt.NDArray[np.int64]:
        return np.intersect1d(self._rows, self._ledger.available)


def _posteriors(fitted: FittedModel, before: FittedModel | None) -> float | None:
    if before is None or fitted.multilabel:
        return None
    return posterior_divergence(fitted.model, fitted.take(fitted.rows), before.model, before.take(before.rows))
