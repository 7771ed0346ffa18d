"""kill -9 at any moment, then go on: nothing lost, nothing done twice, the same to the bit.

Set ASKNEXT_KILLS to kill more often than the few times that are done always, and ASKNEXT_KILL_SEED for other moments.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tests.lab.running.stores import contents, finished

from asknext.lab import Study, load_study, run_study
from asknext.lab.running import study_run

KILLS, SEED = int(os.environ.get("ASKNEXT_KILLS", "4")), int(os.environ.get("ASKNEXT_KILL_SEED", "0"))
STUDY = {
    "data": [{"builtin": "iris"}],
    "models": [
        {"name": "logistic_regression", "parameters": {"max_iter": 200}},
        {"name": "sgd_classifier", "parameters": {"loss": "log_loss", "max_iter": 20, "tol": None}, "warm_start": True},
    ],
    # albl and hedge learn by notes, k_center_greedy keeps distances between rounds, random draws
    "strategies": ["random", "margin", "albl", "k_center_greedy"],
    "schedules": [{"constant": 6, "rounds": 5}],
    "oracles": [{"kind": "uncertain", "high": 0.4}, {"kind": "abstaining", "rate": 0.3, "then": "returns"}],
    "splits": {"kind": "unseen", "seeds": [3]},
    "metrics": ["accuracy", "roc_auc"],
    "keep": {"test": "float32", "pool": "float16"},
}  # fmt: skip

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="kill -9 is of POSIX"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]


def start(folder: Path) -> Any:
    """A run in a process of its own, whose cells are forked from it, which takes no time."""
    process = multiprocessing.get_context("fork").Process(target=_run, args=(folder,))
    process.start()
    return process


def _run(folder: Path) -> None:
    os.environ.pop("PYTEST_CURRENT_TEST", None)
    study_run.process_context = lambda by_fork: multiprocessing.get_context("fork")
    run_study(Study.from_mapping(STUDY), folder, workers=2, retry_failed=True)


def children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def kill_one(pid: int, chance: random.Random) -> None:
    """Mostly the run itself, at times one of its cells."""
    victims = [pid, pid, *children(pid)]
    with suppress(ProcessLookupError):  # it was quicker
        os.kill(chance.choice(victims), signal.SIGKILL)


def wait_for(folder: Path, rounds: int, process: Any) -> None:
    while process.is_alive() and len(finished(folder)) < rounds:
        time.sleep(0.005)


def test_whatever_is_killed_the_result_is_that_of_an_undisturbed_run(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    load_study(Study.from_mapping(STUDY))  # so that whatever is loaded is loaded once
    start(whole).join()
    broken, chance = tmp_path / "broken", random.Random(SEED)

    rounds = len(finished(whole))
    for kill in range(KILLS):
        before = finished(broken)
        process = start(broken)
        wait_for(broken, int(rounds * (kill + chance.random()) / KILLS), process)
        time.sleep(chance.uniform(0.0, 0.03))
        kill_one(process.pid, chance)
        process.join()
        after = finished(broken)
        assert {key: after[key] for key in before} == before
    before = finished(broken)
    last = start(broken)
    last.join()

    assert last.exitcode == 0
    assert contents(broken) == contents(whole)
    after = finished(broken)
    assert {key: after[key] for key in before} == before
    assert not (broken / ".shared").exists()
