"""What a strategy may see of a project, made only as far as the strategy looks."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.labelling.snapshot import Snapshot
from asknext.pool.task import REGRESSION
from asknext.pool.view import PoolView
from asknext.project.annotate_config import NUMBERS
from asknext.project.folder import Project
from asknext.store.items import metadata_texts

__all__ = ["MEMBERS", "StrategyView", "predicted", "strategy_view", "with_cold_start"]

MEMBERS = 5
BLOCK = 65_536
_OF_A_MODEL = frozenset({"probabilities", "committee", "predictions"})
_DEVIATION = "standard_deviation"


@dataclass(frozen=True)
class StrategyView:
    """A project at one moment, and what its model says of it.

    Attributes
    ----------
    probabilities : (n, C) float32, of numbers (n, 2): predictions and standard deviations; or None without a model.
    embeddings : (n, d), possibly memory-mapped.
    """

    project: Project
    snapshot: Snapshot
    probabilities: npt.NDArray[np.float32] | None
    embeddings: Any

    def committee(self) -> npt.NDArray[np.float32]:
        """(5, n, C) float32, of numbers (5, n): the default model five times, each on a bootstrap sample."""
        from asknext.models.committee import fit_committee
        from asknext.models.default import default_model
        from asknext.models.numbers import default_regressor

        config, known = self.project.config, self.snapshot
        model = default_regressor() if self.of_numbers else default_model(config.multilabel, config.seed)
        members = fit_committee(MEMBERS, model, self._take, known.rows, known.targets, config.seed)
        if self.of_numbers:
            from asknext.labelling.number_model import member_says

            return np.stack([_said(known.n, self.embeddings, member, member_says)[:, 0] for member in members])
        return np.stack([predicted(self.project, known, member, self.embeddings) for member in members])

    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """Name to (n,) values of the items' further columns: numbers (NaN where missing), or texts (None)."""
        with self.project.database.read() as conn:
            of_rows = self.project.config.content == "row"
            texts = list(metadata_texts(conn, of_rows))[: self.snapshot.n]  # an import may have gone on since
        kept = [json.loads(text) if text else {} for text in texts]
        names = dict.fromkeys(name for each in kept for name in each)
        found = {name: _column([each.get(name) for each in kept]) for name in names}
        return found | ({} if self.probabilities is None or not self.of_numbers else {_DEVIATION: self._deviations()})

    @property
    def of_numbers(self) -> bool:
        """Whether what is learned is a number."""
        return self.project.config.task in NUMBERS

    def says(self) -> dict[str, Any]:
        """What the model says, as inputs of a view by their names."""
        if self.probabilities is None:
            return {}
        if self.of_numbers:
            return {"predictions": self.probabilities[:, 0], "committee": self.committee}
        return {"probabilities": self.probabilities, "committee": self.committee}

    def _deviations(self) -> npt.NDArray[np.float64]:
        assert self.probabilities is not None
        return self.probabilities[:, 1].astype(np.float64)

    def _take(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        return np.asarray(self.embeddings[rows], dtype=np.float32)


def strategy_view(of: StrategyView) -> PoolView:
    """The view of a project, with a committee and columns that are made when a strategy looks."""
    snapshot, labels = of.snapshot, np.empty(of.snapshot.n, dtype=object)
    for row, target in zip(snapshot.rows.tolist(), snapshot.targets, strict=True):
        labels[row] = target
    columns: Any = of.columns
    return PoolView(
        snapshot.n,
        labelled=snapshot.rows,
        labels=labels,
        embeddings=of.embeddings,
        columns=columns,
        task=REGRESSION if of.of_numbers else None,
        multilabel=of.project.config.multilabel,
        available=snapshot.open,
        classes=[each.name for each in snapshot.classes],
        **of.says(),
    )


def with_cold_start(strategy: Any, project: Project, snapshot: Snapshot) -> Any:
    """What needs a model begins with diversity, until each class has been seen, or there is a model of numbers."""
    from asknext.strategies.wrappers.cold_start import ColdStart

    if project.config.task in NUMBERS:
        return _once_learned(strategy, snapshot)
    if not strategy.needs & _OF_A_MODEL:
        return strategy
    return ColdStart(strategy, classes=max(len(snapshot.classes), 1))


def _once_learned(strategy: Any, snapshot: Snapshot) -> Any:
    from asknext.labelling.number_model import is_enough
    from asknext.strategies.regression.greedy_sampling_x import GreedySamplingX

    looks = strategy.needs & _OF_A_MODEL or _DEVIATION in str(strategy.describe())
    return GreedySamplingX() if looks and not is_enough(snapshot.targets) else strategy


def predicted(project: Project, snapshot: Snapshot, model: Any, embeddings: Any) -> npt.NDArray[np.float32]:
    """(n, C) float32 probabilities of all items; of numbers (n, 2), predictions and their standard deviations."""
    if project.config.task in NUMBERS:
        from asknext.labelling.number_model import model_says

        return _said(snapshot.n, embeddings, model, model_says)
    from asknext.models import class_probabilities

    classes, multilabel = range(len(snapshot.classes)), project.config.multilabel

    def says(fitted: Any, block: npt.NDArray[np.float32]) -> npt.NDArray[Any]:
        return class_probabilities(fitted, block, classes, multilabel=multilabel)

    return _said(snapshot.n, embeddings, model, says)


def _said(n: int, embeddings: Any, model: Any, says: Callable[..., npt.NDArray[Any]]) -> npt.NDArray[np.float32]:
    """What ``says`` tells of all items, a block at a time so that the pool need not fit in memory twice."""
    blocks = (np.asarray(embeddings[at : min(at + BLOCK, n)], dtype=np.float32) for at in range(0, n, BLOCK))
    table: npt.NDArray[np.float32] | None = None
    start = 0
    for block in blocks:
        said = says(model, block)
        table = np.empty((n, said.shape[1]), dtype=np.float32) if table is None else table
        table[start : start + len(block)] = said
        start += len(block)
    assert table is not None
    return table


def _column(values: list[Any]) -> npt.NDArray[Any]:
    known = [value for value in values if value not in (None, "")]
    if known and all(map(_is_number, known)):
        return np.array([np.nan if value in (None, "") else float(value) for value in values])
    found = np.empty(len(values), dtype=object)
    for position, value in enumerate(values):
        found[position] = None if value in (None, "") else value if isinstance(value, str) else json.dumps(value)
    return found


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True
