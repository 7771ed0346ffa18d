"""``asknext lab run``, ``resume``, ``status`` and ``prune``, as a person types them; with processes as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from asknext.lab import RunStore, Study
from asknext.lab.run_store import StoreWriter

STUDY = """\
name: two ways
data: [{builtin: iris}]
models: [gaussian_nb]
strategies: [random, margin]
schedules: [10 x 2]
seeds: 1
"""


def test_from_a_file_to_a_store_that_is_looked_at_and_thinned(run: Callable[..., Any], tmp_path: Path) -> None:
    Path("study.yaml").write_text(STUDY)

    planned = run("lab", "run", "study.yaml", "-o", "out", "--dry-run", "--json")
    assert planned.code == 0
    assert (planned.json["cells"], [each["rounds"] for each in planned.json["to_compute"]]) == (2, [3, 3])
    assert planned.json["forecast"]["seconds"] > 0
    assert not Path("out").exists()

    said = run("lab", "run", "study.yaml", "-o", "out", "--no-forecast")
    assert said.code == 0
    assert "2 of 2 cells done, 2 of them now" in said.out
    assert "0 of 2 cells done" in said.err

    assert "2 of 2 cells done, 0 of them now" in run("lab", "resume", "out").out

    told = run("lab", "status", "out", "--json").json
    assert (told["name"], told["cells"], told["rounds"], told["metrics"]) == ("two ways", {"done": 2}, 6, ["accuracy"])
    assert len(told["versions"]) == 1
    assert told["bytes"]["test"] > 0

    thinned = run("lab", "prune", "out", "--keep", "last")
    assert "8 tables of predictions taken out, 4 left" in thinned.out
    with RunStore.open("out") as store:
        rounds = store.rounds(store.cells()[0].id)
        assert [each.probabilities() is None for each in rounds] == [True, True, False]
        assert [each.pool_probabilities() is None for each in rounds] == [True, True, False]
        assert [len(each.metrics) for each in rounds] == [1, 1, 1]


def test_failures_are_a_table_and_an_exit_code(run: Callable[..., Any], tmp_path: Path) -> None:
    study = STUDY.replace("gaussian_nb", "{name: k_neighbors_classifier, parameters: {n_neighbors: 15}}")
    Path("study.yaml").write_text(study)
    said = run("lab", "run", "study.yaml", "-o", "out")
    assert said.code == 1
    assert "lab resume out --failed" in said.out
    assert said.out.count("n_neighbors") >= 2
    assert "failed: iris" in said.err

    told = run("lab", "status", "out", "--traceback")
    assert told.code == 0
    assert "Traceback (most recent call last)" in told.out
    assert "2 failed" in told.out


def test_what_cannot_be_pruned_or_found_is_said(run: Callable[..., Any], tmp_path: Path) -> None:
    with StoreWriter(
        tmp_path / "out", Study.from_mapping({"data": [{"builtin": "iris"}], "strategies": ["random"]}).as_mapping()
    ):
        busy = run("lab", "prune", "out", "--keep", "last")
    assert (busy.code, "Another process" in busy.err) == (2, True)
    assert "every:5" in run("lab", "prune", "out", "--keep", "some").err
    assert "no such file" in run("lab", "status", "nowhere").err
    assert run("lab", "run", "nothing.yaml", "-o", "out").code == 1


def test_rounds_of_several_releases_are_called_mixed(run: Callable[..., Any], tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    Path("study.yaml").write_text(STUDY)
    run("lab", "run", "study.yaml", "-o", "out", "--no-forecast")
    with closing(sqlite3.connect("out/runs.db")) as connection:
        connection.execute('INSERT INTO versions (packages) VALUES (\'{"numpy": "1.0"}\')')
        connection.execute("UPDATE rounds SET versions = 2 WHERE cell = 1")
        connection.commit()
    assert "numpy 1.0 and " in run("lab", "status", "out").out
