"""What goes into a run store comes out of it again, and nothing else does."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from asknext.errors import DataError, InputError, UnknownName
from asknext.lab.run_store import CellPlan, FinishedRound, NextBatch, Replies, RunStore, StoreWriter

TRUTH = np.array([0, 1, 2, 0, 1, 2, 0, 1])
POOL, TEST = np.array([0, 1, 2, 3, 4]), np.array([5, 6, 7])


def plan(name: str, **changes: object) -> CellPlan:
    fields: dict[str, object] = {
        "id": name, "data_set": "toy", "model": "logistic", "strategy": "margin", "schedule": "2 x 2",
        "oracle": "perfect", "seed": 7, "classes": ("a", "b", "ö"), "pool_rows": POOL, "test_rows": TEST,
        "truth": TRUTH, "fingerprint": "f" * 64, "spec": {"batch": 2},
    }  # fmt: skip
    return CellPlan(**{**fields, **changes})  # type: ignore[arg-type]


def table(rows: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).dirichlet(np.ones(3), rows).astype(np.float32)


REPLIES = Replies(
    np.array([-1, 2]), np.array([True, False]), (("ann",), ("bob", "ann")), ((None,), ("ö", "a")), cost=2.5, seconds=60
)
FIRST = FinishedRound(
    number=0, asked=NextBatch(np.array([3, 1])), answers=np.array([0, 1]), labels=2, metrics={"accuracy": 0.5},
    test_probabilities=table(3), pool_probabilities=table(5), missing_classes=("ö",), fit_seconds=1.5,
    predict_seconds=0.5, next=NextBatch(np.array([4, 0]), np.array([0.25, np.nan]), {"arm": 1}, 0.75, REPLIES),
)  # fmt: skip
SECOND = FinishedRound(
    number=1, answers=None, labels=3, metrics={"accuracy": 0.75, "roc_auc": float("nan")},
    test_probabilities=table(3, 1), pool_probabilities=table(5, 1),
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with StoreWriter(tmp_path / "run", {"name": "toy"}) as writer:
        writer.add_cells([plan("one"), plan("two", seed=8)])
        writer.add_rounds([("one", FIRST), ("one", SECOND)])
        writer.finish("one", peak_memory_mb=12.5)
    return tmp_path / "run"


@pytest.fixture
def store(folder: Path) -> Iterator[RunStore]:
    with RunStore.open(folder) as opened:
        yield opened


def test_rounds_come_back_as_they_were_written(store: RunStore) -> None:
    first, second = store.rounds("one")

    assert (first.cell, first.number, first.labels, first.metrics) == ("one", 0, 2, {"accuracy": 0.5})
    assert first.rows.tolist() == [3, 1]
    assert first.answers.tolist() == [0, 1]
    assert first.scores is None
    assert first.missing_classes == ("ö",)
    assert (first.fit_seconds, first.predict_seconds) == (1.5, 0.5)
    assert first.versions["numpy"] == np.__version__
    np.testing.assert_array_equal(first.probabilities(), table(3))
    np.testing.assert_array_equal(first.pool_probabilities(), table(5))
    assert first.evaluated_rows.tolist() == [5, 6, 7]
    assert first.truth.tolist() == [2, 0, 1]
    assert first.pool_rows.tolist() == POOL.tolist()

    assert second.rows.tolist() == [4, 0]
    np.testing.assert_array_equal(second.scores, [0.25, np.nan])
    assert second.select_seconds == 0.75
    assert second.labelled_rows.tolist() == [3, 1, 0]
    assert second.answers.tolist() == [-1, 2]
    assert second.note == {"arm": 1}
    assert second.set_aside is not None
    assert second.set_aside.tolist() == [True, False]
    assert (second.answered_by, second.votes) == ((("ann",), ("bob", "ann")), ((None,), ("ö", "a")))
    assert (second.cost, second.answer_seconds) == (2.5, 60)
    assert np.isnan(second.metrics["roc_auc"])


def test_cells_tell_how_they_stand(store: RunStore) -> None:
    one, two = store.cells()
    assert (one.id, one.status, one.rounds, one.seconds, one.peak_memory_mb) == ("one", "done", 2, 2.75, 12.5)
    assert (two.status, two.rounds, two.seed, two.spec) == ("waiting", 0, 8, {"batch": 2})
    assert [cell.id for cell in store.cells(seed=8)] == ["two"]
    assert [cell.id for cell in store.cells(status=["done", "failed"])] == ["one"]
    with pytest.raises(UnknownName, match="strategy"):
        store.cells(strateg="margin")


def test_a_curve_is_labels_and_values(store: RunStore) -> None:
    labels, values = store.curves("accuracy")["one"]
    assert (labels.tolist(), values.tolist()) == ([2, 3], [0.5, 0.75])
    with pytest.raises(UnknownName, match="accuracy"):
        store.curves("acuracy")


def test_rows_that_are_scored_while_unseen_shrink_and_are_read_from_the_pool(tmp_path: Path) -> None:
    with StoreWriter(tmp_path, {}) as writer:
        writer.add_cells([plan("one", test_rows=None)])
        writer.add_rounds([("one", FinishedRound(**{**vars(FIRST), "test_probabilities": None}))])
    with RunStore.open(tmp_path) as store:
        (first,) = store.rounds("one")
        assert first.evaluated_rows.tolist() == [0, 2, 4]
        np.testing.assert_array_equal(first.probabilities(), table(5)[[0, 2, 4]])


def test_several_classes_an_item(tmp_path: Path) -> None:
    truth = np.array([[0, 1, 1], [1, 0, 0], [0, 0, 0], [1, 1, 1]])
    answers = np.array([[1, 0, 0], [-1, -1, -1]])
    with StoreWriter(tmp_path, {}) as writer:
        writer.add_cells([plan("m", truth=truth, task="multi_label", pool_rows=np.arange(4), test_rows=None)])
        writer.add_round("m", FinishedRound(0, answers, 1, asked=NextBatch(np.array([1, 2]))))
    with RunStore.open(tmp_path) as store:
        (only,) = store.rounds("m")
        np.testing.assert_array_equal(only.answers, answers)
        np.testing.assert_array_equal(only.truth, truth[[0, 2, 3]])
        assert only.labelled_rows.tolist() == [1]


def test_numbers_for_labels(tmp_path: Path) -> None:
    truth = np.array([0.5, -2.25, 1e9, 3.0])
    with StoreWriter(tmp_path, {}, keep_test="float64") as writer:
        writer.add_cells(
            [plan("n", truth=truth, task="regression", classes=(), pool_rows=POOL[:2], test_rows=POOL[2:4])]
        )
        predictions = np.array([[1 / 3], [2.0]])
        asked = NextBatch(np.array([1, 0]))
        writer.add_round("n", FinishedRound(0, np.array([-2.25, np.nan]), 1, {}, asked, predictions))
    with RunStore.open(tmp_path) as store:
        (only,) = store.rounds("n")
        np.testing.assert_array_equal(only.answers, [-2.25, np.nan])
        np.testing.assert_array_equal(only.truth, truth[2:])
        np.testing.assert_array_equal(only.probabilities(), predictions)


def test_cells_that_left_the_study_stay(folder: Path) -> None:
    with StoreWriter(folder, {"name": "other"}) as writer:
        writer.only(["two"])
    with RunStore.open(folder) as store:
        assert store.study == {"name": "other"}
        assert [cell.id for cell in store.cells()] == ["two"]
        assert [cell.id for cell in store.cells(current=False)] == ["one"]
        assert len(store.rounds("one")) == 2


def test_a_failure_is_kept_with_its_traceback(folder: Path) -> None:
    with StoreWriter(folder) as writer:
        writer.fail("two", "ValueError: no", "Traceback ...")
    with RunStore.open(folder) as store:
        two = store.cells()[1]
        assert (two.status, two.error, two.traceback) == ("failed", "ValueError: no", "Traceback ...")


def test_one_writer_at_a_time(folder: Path) -> None:
    with StoreWriter(folder), pytest.raises(InputError, match="Another process"):
        StoreWriter(folder)
    StoreWriter(folder).close()


def test_a_round_is_never_written_twice(folder: Path) -> None:
    with StoreWriter(folder) as writer, pytest.raises(DataError):
        writer.add_round("one", SECOND)


def read_all(folder: Path) -> None:
    with RunStore.open(folder) as store:
        for stored in store.rounds("one"):
            stored.probabilities()
            stored.pool_probabilities()


CORRUPTIONS = {
    "another table": ("runs.db", "CREATE VIEW more AS SELECT 1"),
    "a trigger": ("runs.db", "CREATE TRIGGER t AFTER INSERT ON rounds BEGIN DELETE FROM cells; END"),
    "rows outside": ("runs.db", "UPDATE batches SET rows = '[1000000, 1]'"),
    "rows that are no numbers": ("runs.db", "UPDATE batches SET rows = '[\"x\", 1]'"),
    "a nested bomb": ("runs.db", "UPDATE batches SET rows = replace(hex(zeroblob(50000)), '00', '[')"),
    "answers too few": ("runs.db", "UPDATE answers SET answers = '[0]'"),
    "a missing answer": ("runs.db", "DELETE FROM answers"),
    "a gap": ("runs.db", "DELETE FROM rounds WHERE round = 0"),
    "labels that lie": ("runs.db", "UPDATE rounds SET labels = 99"),
    "a bomb": ("predictions.db", "UPDATE predictions SET shape = '[3, 1000000000]'"),
    "a bomb of rows": ("predictions.db", "UPDATE arrays SET shape = '[100000000000]'"),
    "negative": ("predictions.db", "UPDATE predictions SET shape = '[-3, -3]'"),
    "an object": ("predictions.db", "UPDATE predictions SET dtype = 'object'"),
    "garbage": ("predictions.db", "UPDATE predictions SET data = x'00112233'"),
    "rows that do not rise": ("predictions.db", "UPDATE arrays SET data = (SELECT max(data) FROM arrays)"),
}


@pytest.mark.parametrize("kind", CORRUPTIONS)
def test_a_store_that_lies_is_refused_in_one_sentence(folder: Path, kind: str) -> None:
    name, statement = CORRUPTIONS[kind]
    with closing(sqlite3.connect(folder / name)) as connection:
        connection.execute(statement)
        connection.commit()
    with pytest.raises(DataError, match=name):
        read_all(folder)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + bytes(200), b"\x80\x04pickle", bytes(5000)])
def test_a_file_that_is_no_database_is_refused(folder: Path, content: bytes) -> None:
    (folder / "runs.db").write_bytes(content)
    with pytest.raises(DataError, match=r"runs\.db"):
        RunStore.open(folder)


def test_no_store(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        RunStore.open(tmp_path)


def test_a_store_that_cannot_be_written_can_be_read(folder: Path) -> None:
    folder.chmod(0o555)
    try:
        with RunStore.open(folder) as store:
            assert len(store.rounds("one")) == 2
    finally:
        folder.chmod(0o755)
