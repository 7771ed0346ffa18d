"""A cell that is gone on with from any of its rounds does the rest as if it had never stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.lab.running.stores import contents

import asknext.loop.latest_model
from asknext.lab import RunStore, Study
from asknext.lab.run_store import FinishedRound, StoreWriter
from asknext.lab.running.cell_run import CellRun
from asknext.lab.running.cell_task import batches_so_far
from asknext.lab.study import Cell, LoadedStudy, load_study

COLD = {"name": "gaussian_nb"}
WARM = {"name": "sgd_classifier", "parameters": {"loss": "log_loss", "max_iter": 5, "tol": None}, "warm_start": True}
PEOPLE = [{"name": "ann", "skill": 0.7, "cost": 2}, {"name": "bob", "skill": 0.9, "seconds": 3}]
CASES = {
    "learns by notes": {"strategies": ["albl"]},
    "keeps distances": {"strategies": ["k_center_greedy"]},
    "asks the model for its answers": {"oracles": [{"kind": "uncertain", "high": 0.6}]},
    "gets no answer": {"oracles": [{"kind": "abstaining", "rate": 0.5}]},
    "asks again": {"oracles": [{"kind": "abstaining", "rate": 0.5, "then": "returns"}]},
    "asks several people": {"oracles": [{"kind": "annotators", "annotators": PEOPLE, "votes": 2}]},
    "scores the unseen rest": {"splits": {"kind": "unseen", "seeds": [0]}, "seeds": None},
    "goes on from the model before": {"models": [WARM]},
    "a committee": {"strategies": ["vote_entropy"], "models": [{**COLD, "committee": {"size": 3, "bootstrap": True}}]},
    "numbers": {
        "data": [{"builtin": "diabetes", "rows": 60, "task": "numbers"}], "models": ["ridge"],
        "strategies": ["greedy_sampling_x"], "metrics": ["rmse"],
    },
}  # fmt: skip


def loaded(changes: dict[str, Any]) -> LoadedStudy:
    plain = {
        "data": [{"builtin": "iris"}], "models": [COLD], "strategies": ["margin"], "schedules": ["8 x 4"], "seeds": 1,
        "keep": {"test": "float64", "pool": "float32"}, **changes,
    }  # fmt: skip
    return load_study(Study.from_mapping({key: value for key, value in plain.items() if value is not None}))


def run_of(study: LoadedStudy, cell: Cell) -> CellRun:
    view, (pool, test) = study.views[cell.data_set, cell.target], study.rows(cell.data_set, cell.target, cell.seed)
    return CellRun(cell, view, pool, test, study.study.metrics or ["accuracy"], study.study.kept)


def stored(folder: Path, study: LoadedStudy, cell: Cell, rounds: list[FinishedRound]) -> Path:
    kept = study.study.kept
    with StoreWriter(folder, {}, keep_test=kept.test, keep_pool=kept.pool) as writer:
        writer.add_cells([study.plan(cell)])
        writer.add_rounds((cell.id, each) for each in rounds)
    return folder


@pytest.mark.parametrize("case", CASES)
def test_from_every_round_on_the_rest_is_the_same(tmp_path: Path, case: str) -> None:
    study = loaded(CASES[case])
    (cell,) = study.cells
    rounds = list(run_of(study, cell).rounds())
    whole = contents(stored(tmp_path / "whole", study, cell, rounds))

    for cut in range(1, len(rounds)):
        folder = stored(tmp_path / str(cut), study, cell, rounds[:cut])
        with RunStore.open(folder) as store:
            done, waiting = batches_so_far(store, cell.id)
        rest = list(run_of(study, cell).rounds(done, waiting))
        assert [each.number for each in rest] == list(range(cut, len(rounds)))
        assert contents(stored(folder, study, cell, rest)) == whole


def test_no_finished_round_is_fitted_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = loaded({"oracles": [{"kind": "uncertain"}]})
    (cell,) = study.cells
    rounds = list(run_of(study, cell).rounds())
    with RunStore.open(stored(tmp_path, study, cell, rounds[:3])) as store:
        done, waiting = batches_so_far(store, cell.id)
    fits, fit_model = [], asknext.loop.latest_model.fit_model
    monkeypatch.setattr(asknext.loop.latest_model, "fit_model", lambda *a: fits.append(1) or fit_model(*a))
    assert len(list(run_of(study, cell).rounds(done, waiting))) == len(fits) == 2


def test_what_several_people_said_is_kept(tmp_path: Path) -> None:
    study = loaded(CASES["asks several people"])
    (cell,) = study.cells
    folder = stored(tmp_path, study, cell, list(run_of(study, cell).rounds()))
    with RunStore.open(folder) as store:
        first = store.rounds(cell.id)[0]
        assert first.answered_by is not None
        assert {frozenset(names) for names in first.answered_by} == {frozenset({"ann", "bob"})}
        assert (first.cost, first.answer_seconds) == (8 * 2, 8 * 3)


def test_nobody_answers_at_first(tmp_path: Path) -> None:
    study = loaded({"oracles": [{"kind": "abstaining", "rate": 1.0}]})
    rounds = list(run_of(study, study.cells[0]).rounds())
    assert [each.labels for each in rounds] == [0] * 5
    np.testing.assert_allclose(rounds[0].pool_probabilities, 1 / 3)


def test_who_is_not_answered_does_not_ask_the_same_rows_for_ever() -> None:
    oracle = {"kind": "abstaining", "rate": 1.0, "then": "returns"}
    study = loaded({"oracles": [oracle], "strategies": ["random"], "schedules": ["8 x 4"]})
    rounds = list(run_of(study, study.cells[0]).rounds())
    asked = [tuple(each.next.rows.tolist()) for each in rounds if each.next is not None]
    assert len(set(asked)) == len(asked) == 4


def test_scores_of_the_unseen_rest_are_those_of_its_own_rows(tmp_path: Path) -> None:
    study = loaded(CASES["scores the unseen rest"] | {"keep": {"test": "float64", "pool": "float64"}})
    (cell,) = study.cells
    truth = np.asarray(study.views[cell.data_set, None].labels)
    asked: list[int] = []
    with RunStore.open(stored(tmp_path, study, cell, list(run_of(study, cell).rounds()))) as store:
        for each in store.rounds(cell.id):
            asked += each.rows.tolist()
            unseen = np.setdiff1d(np.arange(len(truth)), asked)
            np.testing.assert_array_equal(each.evaluated_rows, unseen)
            guess = np.array(each.classes)[each.probabilities().argmax(axis=1)]
            assert each.metrics["accuracy"] == pytest.approx((guess == truth[unseen]).mean())


def test_another_seed_asks_other_rows_of_the_same_pool_and_start() -> None:
    same = {"splits": {"kind": "unseen", "seeds": [0, 1]}, "seeds": None, "initial": {"given": [0, 60, 120]}}
    study = loaded({"strategies": ["random"], **same})
    first, second = (next(run_of(study, cell).rounds()).next for cell in study.cells)
    assert first is not None
    assert second is not None
    assert set(first.rows.tolist()) != set(second.rows.tolist())
