"""Run stores with known curves, and findings made of them."""

from __future__ import annotations

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


@pytest.fixture
def fill(tmp_path: Path) -> Filled:
    """fill(...): a folder with a finished study whose curves follow `SKILL`."""

    def made(**changes: Any) -> Path:
        folder = tmp_path / f"store-{len(list(tmp_path.iterdir()))}"
        fill_store(folder, **changes)
        return folder

    return made


@pytest.fixture
def findings(fill: Filled) -> Callable[..., Findings]:
    """findings(...): of such a store."""

    def made(**changes: Any) -> Findings:
        with RunStore.open(fill(**changes)) as store:
            return findings_of(store)

    return made


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
    with StoreWriter(folder, {**about, **(study or {})}, keep_test="none", keep_pool="none") as writer:
        for data_set in data_sets:
            for target in targets:
                for model in models:
                    for schedule, sizes in schedules.items():
                        for oracle in oracles:
                            for strategy, skill in strategies.items():
                                for seed in range(seeds):
                                    plan = _plan(data_set, target, model, schedule, oracle, strategy, seed, rows)
                                    writer.add_cells([plan])
                                    if (strategy, seed) in leave:
                                        continue
                                    writer.add_rounds(_rounds(plan, sizes, skill, metrics, noise))
                                    if (strategy, seed) in fail:
                                        writer.fail(plan.id, error, f"Traceback\n  somewhere\n{error}")
                                    else:
                                        writer.finish(plan.id, 120.0 + seed)


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
        classes=classes, truth=truth, pool_rows=np.sort(order[: rows * 3 // 4]), test_rows=np.sort(order[rows * 3 // 4 :]),
        fingerprint="f" * 64,
    )  # fmt: skip


def _rounds(
    plan: CellPlan, sizes: Sequence[int], skill: float, metrics: Sequence[str], noise: float
) -> list[tuple[str, FinishedRound]]:
    shared = np.random.default_rng(plan.seed)
    own = np.random.default_rng([plan.seed, *plan.strategy.encode()])
    order = np.concatenate([shared.permutation(plan.pool_rows)[:INITIAL]])
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
