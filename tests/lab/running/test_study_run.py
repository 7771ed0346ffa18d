"""A study is run: every cell in a process, what is there is kept, what fails is told."""

from __future__ import annotations

import multiprocessing
import os
import resource
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.lab.running.stores import contents, finished

from asknext.errors import DataError, InputError
from asknext.lab import DataSet, Progress, RunStore, Study, resume_study, run_study
from asknext.lab.run_store import StoreWriter
from asknext.lab.running import study_run

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
STUDY: dict[str, Any] = {
    "data": [{"builtin": "iris"}],
    "models": [{"name": "gaussian_nb"}],
    "strategies": ["random", "margin"],
    "schedules": ["10 x 3"],
    "seeds": 2,
}


@pytest.fixture(autouse=True)
def _forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is loaded here, so that processes forked from this one start in no time."""
    monkeypatch.setattr(study_run, "process_context", lambda by_fork: multiprocessing.get_context("fork"))


def study(**changes: Any) -> Study:
    return Study.from_mapping({**STUDY, **changes})


def test_every_cell_has_all_of_its_rounds(tmp_path: Path) -> None:
    summary = run_study(study(), tmp_path / "run")

    assert (summary.cells, summary.done, summary.computed, summary.failures) == (4, 4, 4, ())
    with RunStore.open(tmp_path / "run") as store:
        assert [cell.status for cell in store.cells()] == ["done"] * 4
        for cell in store.cells():
            rounds = store.rounds(cell.id)
            assert [each.labels for each in rounds] == [10, 20, 30, 40]
            assert len(np.unique(rounds[-1].labelled_rows)) == 40
            assert not set(rounds[-1].labelled_rows) & set(rounds[-1].evaluated_rows)


def test_seeds_share_the_split_and_the_first_labels_over_strategies(tmp_path: Path) -> None:
    run_study(study(), tmp_path)
    with RunStore.open(tmp_path) as store:
        for seed in (0, 1):
            one, other = (store.rounds(cell.id)[0] for cell in store.cells(seed=seed))
            np.testing.assert_array_equal(one.rows, other.rows)
            np.testing.assert_array_equal(one.evaluated_rows, other.evaluated_rows)
            assert one.metrics == other.metrics


def test_the_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    run_study(study(), tmp_path / "one", workers=1)
    run_study(study(), tmp_path / "three", workers=3)
    assert contents(tmp_path / "one") == contents(tmp_path / "three")


def test_metrics_can_be_had_again_from_the_predictions_to_the_bit(tmp_path: Path) -> None:
    from asknext.measures.metrics import score

    run_study(study(metrics=["accuracy", "roc_auc", "log_loss"]), tmp_path)
    with RunStore.open(tmp_path) as store:
        for cell in store.cells():
            for each in store.rounds(cell.id):
                table = each.probabilities()
                assert {name: score(name, each.truth, table) for name in each.metrics} == each.metrics


def test_a_changed_study_adds_what_is_new_and_leaves_what_is_there(tmp_path: Path) -> None:
    run_study(study(), tmp_path)
    before = finished(tmp_path)
    summary = run_study(study(strategies=["margin", "entropy"]), tmp_path)

    assert (summary.cells, summary.done, summary.computed, summary.left_out) == (4, 4, 2, 2)
    after = finished(tmp_path)
    assert {key: after[key] for key in before} == before
    with RunStore.open(tmp_path) as store:
        assert {cell.strategy for cell in store.cells()} == {"margin", "entropy"}
        assert {cell.strategy for cell in store.cells(current=False)} == {"random"}


def test_a_title_makes_no_new_cells(tmp_path: Path) -> None:
    run_study(study(), tmp_path)
    changed = study(strategies=[{"name": "random", "title": "by chance"}, "margin"], metrics=["accuracy"])
    assert run_study(changed, tmp_path).computed == 0
    with RunStore.open(tmp_path) as store:
        assert {cell.strategy for cell in store.cells()} == {"by chance", "margin"}


def test_resume_runs_the_study_as_it_is_stored(tmp_path: Path) -> None:
    run_study(study(), tmp_path / "whole")
    with StoreWriter(tmp_path / "broken", study().as_mapping()):
        pass
    summary = resume_study(tmp_path / "broken")
    assert summary.computed == 4
    assert contents(tmp_path / "broken") == contents(tmp_path / "whole")


def test_resume_refuses_data_that_have_changed(tmp_path: Path) -> None:
    table = tmp_path / "data.csv"
    lines = [f"{i % 7},{i % 5},{'a' if i % 2 else 'b'}" for i in range(60)]
    table.write_text("\n".join(["x,y,label", *lines]))
    data = [{"file": "data.csv", "features": ["x", "y"], "label": "label"}]
    run_study(Study.from_mapping({**STUDY, "data": data}, tmp_path), tmp_path / "run")
    assert resume_study(tmp_path / "run").computed == 0
    table.write_text("\n".join(["x,y,label", *lines[1:]]))
    with pytest.raises(InputError, match="not what it was"):
        resume_study(tmp_path / "run")


def test_a_cell_that_fails_is_kept_with_its_traceback_and_the_rest_goes_on(tmp_path: Path) -> None:
    # k-nearest neighbours cannot be asked for more neighbours than there are labels
    models = ["gaussian_nb", {"name": "k_neighbors_classifier", "parameters": {"n_neighbors": 35}}]
    summary = run_study(study(models=models, seeds=1), tmp_path)

    assert (summary.done, len(summary.failures)) == (2, 2)
    with RunStore.open(tmp_path) as store:
        failed = store.cells(status="failed")
        assert len(failed) == 2
        assert "n_neighbors" in str(failed[0].error)
        assert "Traceback" in str(failed[0].traceback)
    again = resume_study(tmp_path)
    assert (again.computed, len(again.failures)) == (0, 2)
    assert len(resume_study(tmp_path, retry_failed=True).failures) == 2


class Deadly:
    """A model whose process does not survive."""

    classes_ = np.array([0, 1, 2])

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        return {}

    def set_params(self, **params: Any) -> Deadly:
        return self

    def fit(self, X: Any, y: Any) -> Deadly:
        os.kill(os.getpid(), 9)
        return self


def test_a_process_that_dies_takes_its_cell_alone_with_it(tmp_path: Path) -> None:
    summary = run_study(Study(STUDY["data"], ["random"], models=["gaussian_nb", Deadly()], seeds=1), tmp_path)
    assert summary.done == 1
    assert "SIGKILL" in summary.failures[0].error


class Slow(Deadly):
    def fit(self, X: Any, y: Any) -> Slow:
        import time

        time.sleep(60)
        return self


class Large(Deadly):
    def fit(self, X: Any, y: Any) -> Large:
        self.kept = np.ones(10**9)
        return self


def test_a_cell_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    summary = run_study(Study(STUDY["data"], ["random"], models=[Slow()], seeds=1, limits={"seconds": 0.3}), tmp_path)
    assert "limits.seconds" in summary.failures[0].error
    assert summary.seconds < 30


def test_a_cell_that_takes_too_much_memory_is_told_where(tmp_path: Path) -> None:
    limits = {"memory": "200MB"}
    summary = run_study(Study(STUDY["data"], ["random"], models=[Large()], seeds=1, limits=limits), tmp_path)
    assert "MemoryError" in summary.failures[0].error
    assert "self.kept" in summary.failures[0].traceback


def test_a_disk_that_is_full_costs_no_finished_round(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    pool = {"keep": {"pool": "float64", "test": "float64"}}
    run_study(study(**pool), whole)

    def run_short_of_room(folder: Path, room: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        try:
            run_study(study(**pool), folder)
        except DataError as error:
            os._exit(7 if "disk took no more" in str(error) else 8)

    # How much the first round needs depends on how the database happens to write it.
    for room in range(60_000, 400_000, 20_000):
        small = tmp_path / str(room)
        with StoreWriter(small, study(**pool).as_mapping()):
            pass
        process = multiprocessing.get_context("fork").Process(target=run_short_of_room, args=(small, room))
        process.start()
        process.join()
        assert process.exitcode == 7
        before = finished(small)
        if before:
            break
    assert 0 < len(before) < len(finished(whole))
    run_study(study(**pool), small)
    after = finished(small)
    assert {key: after[key] for key in before} == before
    assert contents(small) == contents(whole)


def test_a_round_whose_predictions_alone_were_written_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_study(study(), tmp_path / "whole")
    with monkeypatch.context() as broken:
        broken.setattr(StoreWriter, "_add_round", _die)
        with pytest.raises(KeyboardInterrupt):
            run_study(study(), tmp_path / "broken")
    assert finished(tmp_path / "broken") == {}
    run_study(study(), tmp_path / "broken")
    assert contents(tmp_path / "broken") == contents(tmp_path / "whole")


def _die(*_: Any) -> None:
    raise KeyboardInterrupt


def test_two_runs_in_one_folder_are_refused(tmp_path: Path) -> None:
    with StoreWriter(tmp_path), pytest.raises(InputError, match="Another process"):
        run_study(study(), tmp_path)


def test_progress_counts_up_to_the_end(tmp_path: Path) -> None:
    told: list[Progress] = []
    run_study(study(), tmp_path, on_progress=told.append)
    assert [each.event for each in (told[0], told[-1])] == ["began", "ended"]
    assert [each.done for each in told] == sorted(each.done for each in told)
    assert (told[-1].done, told[-1].total, told[-1].waiting) == (4, 4, 0)
    assert all(each.rounds <= each.of == 4 for now in told for each in now.running)


def test_one_class_alone_is_kept_and_marked(tmp_path: Path) -> None:
    rows = np.arange(60, dtype=np.float64)[:, None] % 7
    labels = ["no"] * 50 + ["yes"] * 10
    data = DataSet("rare", rows, labels, ("no", "yes"), False, None, {}, None, [str(i) for i in range(60)], "f" * 64)
    given = {"given": [0, 1]}
    summary = run_study(
        Study([data], ["random"], models=["gaussian_nb"], schedules=["2 x 2"], seeds=1, initial=given,
              splits={"kind": "unseen"}, metrics=["accuracy", "roc_auc"]),
        tmp_path,
    )  # fmt: skip
    assert summary.done == 1
    with RunStore.open(tmp_path) as store:
        first = store.rounds(store.cells()[0].id)[0]
        assert first.missing_classes == ("yes",)
        assert first.has_one_class
        np.testing.assert_array_equal(first.probabilities(), np.tile([1.0, 0.0], (58, 1)))


def test_each_class_against_the_rest(tmp_path: Path) -> None:
    run_study(study(one_vs_rest=True, seeds=1, splits={"kind": "unseen"}), tmp_path)
    with RunStore.open(tmp_path) as store:
        assert {cell.target for cell in store.cells()} == {"setosa", "versicolor", "virginica"}
        for cell in store.cells():
            assert store.rounds(cell.id)[0].classes == ("no", "yes")
