"""Simulations from the command line: a file or a project in, a table and a page out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
SMALL = ("--rounds", "3", "--batch", "5", "--seeds", "3", "--workers", "1")


def test_a_labelled_file_gives_a_table_and_a_page(run: Run, notes: Path) -> None:
    done = run("simulate", notes, "--text", "text", *SMALL, "--report", "out/report.html")
    assert done.code == 0, done.err
    assert "margin" in done.out
    assert "With 3 seeds every interval here is rough" in done.out
    page = Path("out/report.html").read_text()
    assert "60 labelled text items, 2 classes" in page
    assert "0 to 2, the same for every strategy" in page


def test_a_project_is_simulated_on_its_own_labels(run: Run, project: Path, notes: Path) -> None:
    run("tell", "notes", notes)
    found = run("simulate", "notes", *SMALL, "--strategy", "entropy", "--model", "logistic_regression", "--json").json
    assert set(found["curves"]) == {"entropy", "random"}
    assert found["labels"] == [5, 10, 15, 20]
    assert Path(found["report"]).is_file()


def test_the_same_simulation_twice_is_the_same(run: Run, notes: Path) -> None:
    first, second = (run("simulate", notes, "--text", "text", *SMALL, "--json").json for _ in range(2))
    assert first["curves"]["margin"]["scores"] == second["curves"]["margin"]["scores"]


def test_too_many_rounds_are_cut_and_said(run: Run, notes: Path) -> None:
    done = run("simulate", notes, "--text", "text", "--rounds", "99", *SMALL[2:], "--json")
    assert "running 8 rounds" in done.err
    assert len(done.json["labels"]) == 9


def test_too_few_labels_say_so(run: Run, project: Path) -> None:
    done = run("simulate", "notes")
    assert done.code == 1
    assert "at least 20 labelled items, and notes has 0" in done.err


def test_an_unknown_model_or_metric_is_suggested(run: Run, notes: Path) -> None:
    assert "Did you mean 'random_forest'" in run("simulate", notes, "--text", "text", "--model", "random_forrest").err
    assert "Did you mean 'macro_f1'" in run("simulate", notes, "--text", "text", *SMALL, "--metric", "macro_f2").err
