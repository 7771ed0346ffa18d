"""Rounds a second that metrics and stopping rules are replayed at, on a store as large as the study of tweets.

100 cells (10 strategies x 10 seeds) of 20 rounds, 2 classes, 800 test rows and 7,200 rows of pool, kept in single
precision. Seconds are of the processor, so that what else runs on the machine does not count.

    python -m benchmarks.lab.replay_speed [FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np

from asknext.lab.compare import compare
from asknext.lab.replay import replay
from asknext.lab.replay_rule import replay_rule
from asknext.lab.run_store import CellPlan, FinishedRound, NextBatch, RunStore, StoredRound, StoreWriter

STRATEGIES, SEEDS, ROUNDS, BATCH = 10, 10, 20, 100
POOL, TEST = np.arange(7_200), np.arange(7_200, 8_000)
METRICS = ("accuracy", "log_loss", "roc_auc", "calibration_error")
RULES = ("stabilising_predictions", "overall_uncertainty")


def main(folder: Path) -> None:
    """Print rounds a second."""
    if not (folder / "runs.db").exists():
        write(folder)
    with RunStore.open(folder) as store:
        total = len(store.cells()) * ROUNDS
        for name in METRICS:
            told(name, total, lambda name=name: replay(store, name))  # type: ignore[misc]
        told("a function of one's own", total, lambda: replay(store, least_sure))
        told("a function of the batch alone", total, lambda: replay(store, lambda stored: float(len(stored.rows))))
        for name in RULES:
            told(f"rule {name}", total, lambda name=name: replay_rule(store, name))  # type: ignore[misc]
        told("compared with itself, to the bit", total, lambda: compare(store, store))


def least_sure(stored: StoredRound) -> float:
    """A user's metric: the lowest confidence on the test rows."""
    probabilities = stored.probabilities()
    return float("nan") if probabilities is None else float(probabilities.max(axis=1).min())


def told(what: str, rounds: int, work: Callable[[], object]) -> None:
    """Run once to warm the disk's cache, then measure."""
    work()
    wall, start = perf_counter(), process_time()
    work()
    busy = process_time() - start
    print(f"{what:<36} {rounds / busy:>9,.0f} rounds a second of processor ({perf_counter() - wall:.2f} s on the wall)")


def write(folder: Path) -> None:
    """A store of made-up predictions that get surer with labels."""
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 2, len(POOL) + len(TEST))
    with StoreWriter(folder, {"name": "replay speed"}) as writer:
        for strategy in range(STRATEGIES):
            for seed in range(SEEDS):
                cell = plan(f"strategy {strategy}", seed, truth)
                writer.add_cells([cell])
                writer.add_rounds(
                    [(cell.id, each) for each in rounds_of(truth, np.random.default_rng([strategy, seed]))]
                )
                writer.finish(cell.id)


def plan(strategy: str, seed: int, truth: np.ndarray) -> CellPlan:
    """One cell."""
    return CellPlan(
        id=f"{strategy} {seed}", data_set="tweets", model="logistic", strategy=strategy, schedule="100", seed=seed,
        oracle="perfect", classes=("no", "yes"), pool_rows=POOL, test_rows=TEST, truth=truth, fingerprint="f" * 64,
    )  # fmt: skip


def rounds_of(truth: np.ndarray, rng: np.random.Generator) -> list[FinishedRound]:
    """Its rounds."""
    order, found = rng.permutation(POOL), []
    for number in range(ROUNDS):
        rows = order[number * BATCH : (number + 1) * BATCH]
        tables = [said(truth[part], number, rng) for part in (TEST, POOL)]
        right = float((tables[0].argmax(axis=1) == truth[TEST]).mean())
        found.append(
            FinishedRound(
                number=number, asked=NextBatch(rows), answers=truth[rows], labels=(number + 1) * BATCH,
                metrics={"accuracy": right}, test_probabilities=tables[0], pool_probabilities=tables[1],
            )
        )  # fmt: skip
    return found


def said(truth: np.ndarray, number: int, rng: np.random.Generator) -> np.ndarray:
    """(m, 2) probabilities."""
    p = 1 / (1 + np.exp(-(2 * truth - 1) * np.log1p(number + 1) / 2 - rng.normal(size=len(truth))))
    return np.column_stack([1 - p, p]).astype(np.float32)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with TemporaryDirectory() as made:
            main(Path(made) / "store")
