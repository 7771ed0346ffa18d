"""Every rule over every run, once; and what its constants are worth where they were not chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from benchmarks.stopping.candidates import BY_CHANGES, FIXED, GRID, OR_STABLE, WITH_SCORES, Spec, by_changes, for_costs
from benchmarks.stopping.replaying import COSTS, Case, Ended, Scored, ended_at, hindsight, smoothed_hindsight
from benchmarks.stopping.tables import Line

__all__ = ["chosen_elsewhere", "fixed_lines", "references", "scored_lines"]


def fixed_lines(cases: Sequence[Case], said: Callable[[str], None]) -> list[Line]:
    """Every rule that needs no scores."""
    lines = [_told(BY_CHANGES, by_changes, cases)]
    lines.append(_told(OR_STABLE, lambda uses: by_changes(uses, or_stable=True), cases))
    for name, spec in FIXED.items():
        said(name)
        ends: list[Ended | None] = [
            None if "two classes only" in name and case.run.classes != 2 else ended_at(case.run, case.stop(spec))
            for case in cases
        ]
        lines.append(Line(name, dict.fromkeys(COSTS, ends)))
    return lines


def references(cases: Sequence[Case]) -> list[Line]:
    """What cannot be had: the best round in hindsight, that of the curve without its noise; and to never stop."""
    return [
        _of("hindsight, smoothed curve", cases, smoothed_hindsight),
        _of("hindsight", cases, hindsight),
        _of("never", cases, lambda *_: None),
    ]


def chosen_elsewhere(cases: Sequence[Case]) -> tuple[Line, dict[str, dict[str, Any]]]:
    """`cost_optimal`, with or without its companion, with the constants that were best on all other data sets."""
    every = [_told("", lambda uses, c=constants: by_changes(uses, **c), cases) for constants in GRID]
    names = [case.run.data for case in cases]
    values = np.array([[line.excess(uses) for uses in COSTS] for line in every]).sum(axis=1)
    best = {name: _best_without(values, names, name) for name in sorted(set(names))}
    ends = {uses: [every[best[name]].ends[uses][i] for i, name in enumerate(names)] for uses in COSTS}
    return Line("cost_optimal, constants chosen on the other data sets", ends), {
        name: GRID[at] for name, at in best.items()
    }


def scored_lines(
    cases: Sequence[Case], rights: Sequence[Any], said: Callable[[str], None]
) -> tuple[list[Line], list[Scored]]:
    """Rules that need scores, shown half of the test items; everything here is measured on the other half.

    Parameters
    ----------
    rights : of each run (R, t) bool, which test items each model gets right.
    """
    shown = [_halves(case, right) for case, right in zip(cases, rights, strict=True)]
    lines = [_told(BY_CHANGES, by_changes, shown)]
    for name, spec in WITH_SCORES.items():
        said(name)
        lines.append(_told(name, lambda uses, name=name, spec=spec: for_costs(name, uses)(spec), shown))
    return [*lines, *references(shown)], [case.run for case in shown]


def _halves(case: Case, right: Any) -> Case:
    seen, kept = right[:, ::2].mean(axis=1), right[:, 1::2].mean(axis=1)
    return case.shown(replace(case.run, accuracy=kept), seen.tolist())


def _told(name: str, spec: Callable[[float], Spec], cases: Sequence[Case]) -> Line:
    ends = {uses: [ended_at(case.run, case.stop(spec(uses))) for case in cases] for uses in COSTS}
    return Line(name, ends)


def _of(name: str, cases: Sequence[Case], choose: Callable[[Scored, float], int | None]) -> Line:
    return Line(name, {uses: [ended_at(case.run, choose(case.run, uses)) for case in cases] for uses in COSTS})


def _best_without(values: Any, names: Sequence[str], left_out: str) -> int:
    """The lowest mean over the other data sets, each counting the same; ``values`` (G, runs)."""
    others = sorted(set(names) - {left_out}) or [left_out]
    means = [values[:, [i for i, name in enumerate(names) if name == other]].mean(axis=1) for other in others]
    return int(np.mean(means, axis=0).argmin())
