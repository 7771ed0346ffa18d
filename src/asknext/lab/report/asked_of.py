"""`costs_of`, `asked_of` and `overlap_of`: means over the runs of each strategy on one problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from asknext.lab.label_overlap import overlap
from asknext.lab.report.cell_facts import CellFacts
from asknext.lab.report.problem import Asked, Cost, Overlap
from asknext.measures.noisy_sample_ratio import noisy_sample_ratio

__all__ = ["asked_of", "costs_of", "overlap_of"]

# beyond a part of the pool all strategies must ask the same
_PART = 0.2


def costs_of(facts: Mapping[str, Sequence[CellFacts]]) -> list[Cost]:
    """Strategy -> its runs, to what one took."""
    return [
        Cost(
            name,
            choose=_mean([each.choose for each in runs]),
            fit=_mean([each.fit for each in runs]),
            predict=_mean([each.predict for each in runs]),
            whole=_mean([each.choose + each.fit + each.predict for each in runs]),
            memory=_memory(runs),
        )
        for name, runs in facts.items()
    ]


def asked_of(facts: Mapping[str, Sequence[CellFacts]], noisy: npt.NDArray[np.bool_] | None = None) -> list[Asked]:
    """Strategy -> its runs, to what they asked about. ``noisy`` : (n,) of the rows, where that is known."""
    return [
        Asked(
            name,
            shares=_shares(runs),
            missing=_mean([each.missing for each in runs]),
            rounds=max(each.rounds for each in runs),
            noisy=None if noisy is None else _mean([noisy_sample_ratio(noisy, each.asked) for each in runs]),
            abstained=_mean([each.silent / max(each.answered + each.silent, 1) for each in runs]),
        )
        for name, runs in facts.items()
    ]


def overlap_of(facts: Mapping[str, Sequence[CellFacts]]) -> Overlap | None:
    """How far strategies asked the same, seed by seed, early in their runs; None with fewer than two strategies."""
    runs = [each for several in facts.values() for each in several]
    labels = min([*(len(each.asked) for each in runs), *(int(each.pool * _PART) for each in runs)], default=0)
    seeds = sorted(set.intersection(*({each.seed for each in several} for several in facts.values()))) if facts else []
    if len(facts) < 2 or not seeds or labels < 1:
        return None
    items = 1 + max(int(each.asked[:labels].max()) for each in runs)
    found = [overlap(_sets(facts, seed, labels), items) for seed in seeds]
    both = np.mean([each.both for each in found], axis=0) / labels
    shared = np.mean([each.in_sets[1:] for each in found], axis=0)
    chance = _mean([labels / max(each.pool - each.initial, 1) for each in runs])
    return Overlap(labels, list(facts), both.tolist(), shared.tolist(), chance)


def _sets(facts: Mapping[str, Sequence[CellFacts]], seed: int, labels: int) -> dict[str, list[int]]:
    return {
        name: next(each for each in runs if each.seed == seed).asked[:labels].tolist() for name, runs in facts.items()
    }


def _shares(runs: Sequence[CellFacts]) -> dict[str, float]:
    names = list(runs[0].counts)
    return {name: _mean([each.counts.get(name, 0) / max(each.answered, 1) for each in runs]) for name in names}


def _memory(runs: Sequence[CellFacts]) -> float | None:
    known = [each.memory for each in runs if each.memory is not None]
    return max(known) if known else None


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else 0.0
