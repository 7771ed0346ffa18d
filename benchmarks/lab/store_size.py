"""How quickly a run store of many cells opens and answers.

    python -m benchmarks.lab.store_size --cells 10000 --rounds 20

makes a store of made-up rounds in a temporary folder (as large as a study's, with batches of 20 and predictions of 200
test rows), and times: opening, cells(), curves() of one metric, the rounds of one cell, and of a hundred.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np

from asknext.lab.run_store import CellPlan, FinishedRound, NextBatch, RunStore, StoreWriter

ROWS, TEST, CLASSES, BATCH = 4_000, 200, 4, 20
METRICS = ("accuracy", "macro_f1", "roc_auc")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--cells", type=int, default=10_000)
    arguments.add_argument("--rounds", type=int, default=20)
    arguments.add_argument("--keep", type=Path, help="a folder to leave the store in")
    given = arguments.parse_args()
    with TemporaryDirectory() as folder:
        print(json.dumps(measured(given.keep or Path(folder), given.cells, given.rounds), indent=2))


def measured(folder: Path, cells: int, rounds: int) -> dict[str, Any]:
    """Seconds of each question, and bytes of the files."""
    written = timed(lambda: write(folder, cells, rounds))
    found: dict[str, Any] = {"cells": cells, "rounds": cells * rounds, "seconds to write": written[0]}
    found["seconds to open"], store = timed(lambda: RunStore.open(folder))
    with store:
        for name, question in questions(store).items():
            found[f"seconds for {name}"] = timed(question)[0]
            found[f"seconds for {name}, again"] = timed(question)[0]
        found["bytes"] = store.sizes()
    return found


def questions(store: RunStore) -> dict[str, Callable[[], Any]]:
    """What a report or a person asks of a store."""
    ids = [cell.id for cell in store.cells()]
    return {
        "cells()": store.cells,
        "curves(accuracy)": lambda: store.curves("accuracy"),
        "sizes()": store.sizes,
        "rounds of one cell": lambda: store.rounds(ids[len(ids) // 2]),
        "rounds of 100 cells": lambda: [store.rounds(each) for each in ids[:100]],
        "predictions of 100 cells": lambda: [r.probabilities() for each in ids[:100] for r in store.rounds(each)],
    }


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = perf_counter()
    found = work()
    return round(perf_counter() - began, 4), found


def write(folder: Path, cells: int, rounds: int) -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(0, CLASSES, ROWS)
    with StoreWriter(folder, {"name": "made up"}, keep_pool="none") as writer:
        for some in batched(plans(cells, truth), 500):
            writer.add_cells(some)
            for plan in some:
                writer.add_rounds((plan.id, each) for each in made_up(plan, rounds, rng))
                writer.finish(plan.id, 100.0)


def plans(cells: int, truth: np.ndarray) -> Iterator[CellPlan]:
    """Ten strategies, four models, 25 data sets; as many seeds as it takes."""
    pool, test = np.arange(ROWS - TEST), np.arange(ROWS - TEST, ROWS)
    grid = itertools.product(range(10_000), range(25), range(4), range(10))
    for number, (seed, data, model, strategy) in enumerate(itertools.islice(grid, cells)):
        yield CellPlan(
            f"{number:016x}", f"data {data}", f"model {model}", f"strategy {strategy}", "20 x 19", "perfect", seed,
            tuple("abcd"), pool, truth, test, fingerprint="0" * 64, spec={"batch": BATCH, "seed": seed},
        )  # fmt: skip


def made_up(plan: CellPlan, rounds: int, rng: np.random.Generator) -> Iterator[FinishedRound]:
    order = rng.permutation(plan.pool_rows)[: rounds * BATCH].reshape(rounds, BATCH)
    table = rng.dirichlet(np.ones(CLASSES), TEST).astype(np.float32)
    for number, rows in enumerate(order):
        yield FinishedRound(
            number, plan.truth[rows], (number + 1) * BATCH, {name: float(rng.random()) for name in METRICS},
            NextBatch(rows, rng.random(BATCH), seconds=0.01), table, fit_seconds=0.1, predict_seconds=0.01,
        )  # fmt: skip


def batched(values: Iterator[CellPlan], size: int) -> Iterator[list[CellPlan]]:
    while some := list(itertools.islice(values, size)):
        yield some


if __name__ == "__main__":
    main()
