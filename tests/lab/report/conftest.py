"""Run stores with known curves, and findings made of them."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from asknext.lab.report import Findings
from asknext.lab.report.findings_of import findings_of
from asknext.lab.run_store import CellPlan, FinishedRound, NextBatch, RunStore, StoreWriter

ROWS, INITIAL = 300, 10
SKILL = {"random": 0.0, "margin": 0.06, "entropy": 0.055, "outlier": -0.08}

Filled = Callable[..., Path]


@pytest.fixture(scope="session")
def fill(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """fill(...): a folder with a finished study whose curves follow `SKILL`; asked for again, the same folder."""
    made: dict[str, Path] = {}

    def filled(**changes: Any) -> Path:
        key = repr(changes)
        if key not in made:
            made[key] = tmp_path_factory.mktemp("store")
            fill_store(made[key], **changes)
        return made[key]

    return filled


@pytest.fixture(scope="session")
def findings(fill: Filled) -> Callable[..., Findings]:
    """findings(...): of such a store."""
    made: dict[Path, Findings] = {}

    def found(**changes: Any) -> Findings:
        folder = fill(**changes)
        if folder not in made:
            # intervals for which seeds are drawn again take a second a strategy, and have a test of their own
            with RunStore.open(folder) as store, pytest.MonkeyPatch.context() as patch:
                patch.setattr(sys.modules[findings_of.__module__], "MOST_DRAWN_AGAIN", 0)
                made[folder] = findings_of(store)
        return made[folder]

    return found


def fill_store(
    folder: Path,
    *,
    study: Mapping[str, Any] | None = None,
    data_sets: Sequence[str] = ("digits", "wine"),
    targets: Sequence[str | None] = (None,),
    models: Sequence[str] = ("logistic",),
    schedules: Mapping[str, Sequence[int]] | None = None,
    oracles: Sequence[str] = ("perfect",),
    strategies: Mapping[str, float] = SKILL,
    seeds: int = 5,
    metrics: Sequence[str] = ("accuracy", "log_loss"),
    rows: int = ROWS,
    fail: Sequence[tuple[str, int]] = (),
    leave: Sequence[tuple[str, int]] = (),
    error: str = "ValueError: no",
    noise: float = 0.01,
) -> None:
    """Write a store. ``fail``, ``leave`` : (strategy, seed) of cells that fail, or are not finished."""
    schedules = schedules or {"10 x 8": [10] * 8}
    about = {"name": "A study", "description": "Of nothing.", "metrics": list(metrics), "data": list(data_sets)}
    names = itertools.product(data_sets, targets, models, schedules, oracles, strategies, range(seeds))
    plans = [_plan(*each, rows) for each in names]
    told = [each for each in plans if (each.strategy, each.seed) not in leave]
    finished = [_rounds(each, schedules[each.schedule], strategies[each.strategy], metrics, noise) for each in told]
    with StoreWriter(folder, {**about, **(study or {})}, keep_test="none", keep_pool="none") as writer:
        writer.add_cells(plans)
        writer.add_rounds(itertools.chain.from_iterable(finished))
        for plan in told:
            if (plan.strategy, plan.seed) in fail:
                writer.fail(plan.id, error, f"Traceback\n  somewhere\n{error}")
            else:
                writer.finish(plan.id, 120.0 + plan.seed)


def _plan(
    data_set: str, target: str | None, model: str, schedule: str, oracle: str, strategy: str, seed: int, rows: int
) -> CellPlan:
    truth = np.arange(rows) % 3 if target is None else (np.arange(rows) % (2 + len(target) % 4) == 0).astype(np.int64)
    classes = ("a", "b", "c") if target is None else ("no", "yes")
    rng = np.random.default_rng(seed)
    order = rng.permutation(rows)
    return CellPlan(
        id="-".join(map(str, [data_set, target, model, schedule, oracle, strategy, seed])),
        data_set=data_set, target=target, model=model, schedule=schedule, oracle=oracle, strategy=strategy, seed=seed,
        classes=classes, truth=truth, pool_rows=np.sort(order[: rows * 3 // 4]),
        test_rows=np.sort(order[rows * 3 // 4 :]), fingerprint="f" * 64,
    )  # fmt: skip


def _rounds(
    plan: CellPlan, sizes: Sequence[int], skill: float, metrics: Sequence[str], noise: float
) -> list[tuple[str, FinishedRound]]:
    shared = np.random.default_rng(plan.seed)
    own = np.random.default_rng([plan.seed, *plan.strategy.encode()])
    order = shared.permutation(plan.pool_rows)[:INITIAL]
    order = np.concatenate([order, own.permutation(np.setdiff1d(plan.pool_rows, order))])
    level, labels, rounds = shared.normal(0, noise), 0, []
    for number, size in enumerate([INITIAL, *sizes]):
        rows = order[labels : labels + size]
        labels += len(rows)
        far = 1 - np.exp(-labels / 40)
        score = float(np.clip(0.5 + 0.4 * far + skill * (4 * far * (1 - far)) + level + own.normal(0, noise / 3), 0, 1))
        values = {name: score if name != "log_loss" else 1.2 - score for name in metrics}
        rounds.append(
            (
                plan.id,
                FinishedRound(
                    number, plan.truth[rows], labels, values, asked=NextBatch(rows, seconds=0.01 * (1 + skill)),
                    missing_classes=("a",) if number == 0 and plan.seed == 0 else (), fit_seconds=0.02,
                    predict_seconds=0.001,
                ),
            )
        )  # fmt: skip
    return rounds
