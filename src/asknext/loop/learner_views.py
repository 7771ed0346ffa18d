"""`LearnerViews`: what a strategy may see of a learner, made only as far as the strategy looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from asknext.loop.fitted_model import FittedModel
from asknext.loop.latest_model import LatestModel
from asknext.loop.learner_state import LearnerState
from asknext.models.numbers import states_deviations
from asknext.pool.resources import Resources
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Strategy
from asknext.strategies.regression.predictive_variance import STANDARD_DEVIATION
from asknext.strategies.selector import Selector
from asknext.strategies.wrappers.cold_start import ColdStart

__all__ = ["LearnerViews"]

_BY_MODEL = frozenset({"probabilities", "committee", "predictions"})


class LearnerViews:
    """Makes the view of each round.

    Parameters
    ----------
    refitted : gives the model fitted on all labels there are; called when a strategy looks at what a model says.
    columns : of the items, name to values.  further : other inputs of strategies, by their names in a view.
    """

    def __init__(
        self,
        state: LearnerState,
        model: LatestModel,
        refitted: Callable[[], FittedModel],
        columns: Mapping[str, Any],
        further: Mapping[str, Any],
        resources: Resources,
    ) -> None:
        self._state, self._model, self._refitted = state, model, refitted
        self._columns, self._further, self._resources = columns, further, resources
        self._kept: dict[str, Any] = {}

    def view(self, rows: IntArray, strategy: Strategy) -> PoolView:
        """The pool as it is now, for ``strategy`` to choose from ``rows``."""
        state, given = self._state, self._model.given
        return PoolView(
            state.ledger.n,
            labelled=state.ledger.labelled,
            labels=state.column,
            embeddings=given.vectors if given.can_embed else None,
            task=state.task.name,
            available=rows,
            resources=self._resources,
            kept=self._kept,
            classes=state.task.space.classes,
            **self._lazily(strategy),
            **self._further,
        )

    def behind_cold_start(self, strategy: Strategy, cold_start: bool | int) -> Strategy:
        """``strategy``, behind a cold start where it looks at what a model says."""
        name = self._state.task.name
        needs = strategy.needs_for(name) if isinstance(strategy, Selector) else strategy.needs
        looks = bool(needs & _BY_MODEL) or strategy.name == "auto" or self._wants_deviations(strategy)
        own = isinstance(strategy, ColdStart) or (strategy.name == "auto" and cold_start is True)
        if cold_start is False or not looks or own:
            return strategy
        space = self._state.task.space
        classes = max(2, len(space.classes)) if space.closed else 2
        return ColdStart(strategy, limit=None if cold_start is True else int(cold_start), classes=classes)

    def _lazily(self, strategy: Strategy) -> dict[str, Any]:
        """What a model says, each as a function that is called when a strategy looks; and the columns."""
        task, labelled = self._state.task, bool(self._state.ledger.labels)
        wanted = self._wants_deviations(strategy)
        columns: dict[str, Any] = {}
        if self._columns or wanted:
            columns["columns"] = lambda: self._all_columns(labelled and wanted)
        if not labelled:
            return columns
        said = {task.says: lambda: task.of_pool(self._refitted()), "committee": lambda: self._refitted().opinions}
        return columns | said

    def _all_columns(self, stated: bool) -> dict[str, Any]:
        return {**self._columns, STANDARD_DEVIATION: self._refitted().deviations} if stated else dict(self._columns)

    def _wants_deviations(self, strategy: Strategy) -> bool:
        """Whether the strategy may look at standard deviations that the model states."""
        needs = strategy.strategy.needs if isinstance(strategy, ColdStart) else strategy.needs
        wanted = self._state.task.numbers and "columns" in needs and STANDARD_DEVIATION not in self._columns
        return wanted and states_deviations(self._model.estimator)
