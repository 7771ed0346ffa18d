"""What a strategy may see of a project, made only as far as the strategy looks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.labelling.snapshot import Snapshot
from asknext.pool.view import PoolView
from asknext.project.folder import Project
from asknext.store.items import metadata_texts

__all__ = ["MEMBERS", "StrategyView", "predicted", "strategy_view", "with_cold_start"]

MEMBERS = 5
BLOCK = 65_536
_OF_A_MODEL = frozenset({"probabilities", "committee"})


@dataclass(frozen=True)
class StrategyView:
    """A project at one moment, and what its model says of it.

    Attributes
    ----------
    probabilities : (n, C) float32, or None without a model.  embeddings : (n, d), possibly memory-mapped.
    """

    project: Project
    snapshot: Snapshot
    probabilities: npt.NDArray[np.float32] | None
    embeddings: Any

    def committee(self) -> npt.NDArray[np.float32]:
        """(5, n, C) float32: the default model five times, each fitted on a bootstrap sample of the labels."""
        from asknext.models.committee import fit_committee
        from asknext.models.default import default_model

        config, known = self.project.config, self.snapshot
        members = fit_committee(
            MEMBERS, default_model(config.multilabel, config.seed), self._take, known.rows, known.targets, config.seed
        )
        return np.stack([predicted(self.project, known, member, self.embeddings) for member in members])

    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """Name to (n,) values of the items' further columns: numbers (NaN where missing), or texts (None)."""
        with self.project.database.read() as conn:
            of_rows = self.project.config.content == "row"
            texts = list(metadata_texts(conn, of_rows))[: self.snapshot.n]  # an import may have gone on since
        kept = [json.loads(text) if text else {} for text in texts]
        names = dict.fromkeys(name for each in kept for name in each)
        return {name: _column([each.get(name) for each in kept]) for name in names}

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
        probabilities=of.probabilities,
        embeddings=of.embeddings,
        committee=None if of.probabilities is None else of.committee,
        columns=columns,
        multilabel=of.project.config.multilabel,
        available=snapshot.open,
        classes=[each.name for each in snapshot.classes],
    )


def with_cold_start(strategy: Any, snapshot: Snapshot) -> Any:
    """What needs a model begins with diversity, until each class has been seen."""
    from asknext.strategies.wrappers.cold_start import ColdStart

    if not strategy.needs & _OF_A_MODEL:
        return strategy
    return ColdStart(strategy, classes=max(len(snapshot.classes), 1))


def predicted(project: Project, snapshot: Snapshot, model: Any, embeddings: Any) -> npt.NDArray[np.float32]:
    """(n, C) float32 probabilities of all items, a block at a time so that the pool need not fit in memory twice."""
    from asknext.models import class_probabilities

    classes, multilabel = range(len(snapshot.classes)), project.config.multilabel
    table = np.empty((snapshot.n, len(classes)), dtype=np.float32)
    for start in range(0, snapshot.n, BLOCK):
        block = np.asarray(embeddings[start : min(start + BLOCK, snapshot.n)], dtype=np.float32)
        table[start : start + len(block)] = class_probabilities(model, block, classes, multilabel=multilabel)
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
