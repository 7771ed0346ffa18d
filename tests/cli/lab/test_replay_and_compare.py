"""``asknext lab replay`` and ``asknext lab compare`` as they are typed."""

from __future__ import annotations

import csv

import pytest
from tests.lab.small_store import make_store, play

from asknext.lab.replay import replay
from asknext.lab.run_store import RunStore


@pytest.fixture
def store(tmp_path):
    return make_store(tmp_path / "study")


def test_a_metric_is_replayed(run, store):
    done = run("lab", "replay", store, "--metric", "log_loss")
    assert done.code == 0, done.err
    assert "log_loss over 36 rounds of 6 cells" in done.out
    assert done.out.splitlines()[3].startswith("margin")
    found = run("lab", "replay", store, "--metric", "log_loss", "--json").json
    with RunStore.open(store) as opened:
        expected = replay(opened, "log_loss").curves["random-1"][1]
    curve = next(each for each in found["curves"] if each["cell"] == "random-1")
    assert curve["values"] == expected.tolist()
    assert (curve["strategy"], curve["seed"]) == ("random", 1)


def test_a_metric_of_ones_own_and_its_values_as_csv(run, store, tmp_path):
    (tmp_path / "mine.py").write_text(
        "def rows(stored):\n    return float('nan') if stored.number == 5 else len(stored.rows)\n"
    )
    done = run("lab", "replay", store, "--metric", "mine.py:rows", "-o", "rows.csv")
    assert done.code == 0, done.err
    assert "6 values not defined." in done.out
    with (tmp_path / "rows.csv").open() as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 36
    assert lines[0]["rows"] == "4.0"
    assert lines[1]["labels"] == "9"
    wrong = run("lab", "replay", store, "--metric", "mine.py:row")
    assert wrong.code == 2
    assert "Did you mean 'rows'" in wrong.err


def test_no_spreadsheet_takes_a_title_for_a_formula(run, tmp_path):
    store = make_store(tmp_path / "titled", strategies=["=HYPERLINK(1)"])
    for asked, file in (("--metric", "log_loss"), ("--rule", "pool_exhausted")):
        assert run("lab", "replay", store, asked, file, "-o", f"{file}.csv").code == 0
        with (tmp_path / f"{file}.csv").open() as opened:
            assert next(csv.DictReader(opened))["strategy"] == "'=HYPERLINK(1)"


def test_a_rule_is_replayed(run, store, tmp_path):
    done = run("lab", "replay", store, "--rule", "{name: budget, labels: 14}", "-o", "stops.csv")
    assert done.code == 0, done.err
    assert "budget (labels 14)" in done.out
    assert "3 of 3" in done.out
    with (tmp_path / "stops.csv").open() as file:
        first = next(csv.DictReader(file))
    assert (first["round"], first["labels"]) == ("2", "14")
    assert float(first["accuracy"]) == play("margin", 0)[2].metrics["accuracy"]
    data = run("lab", "replay", store, "--rule", "{name: budget, labels: 14}", "--json").json
    assert data["stopped"][0]["cost"]["at"] == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "give --metric or --rule"),
        (["--metric", "accuracy", "--rule", "half"], "give --metric or --rule"),
        (["--metric", "acuracy"], "Did you mean 'accuracy'"),
        (["--rule", "{name: [}"], "cannot be read"),
    ],
)
def test_what_cannot_be_replayed(run, store, words, told):
    done = run("lab", "replay", store, *words)
    assert done.code == 2
    assert told in done.err


def test_two_stores_are_compared(run, store, tmp_path):
    same = run("lab", "compare", store, store)
    assert same.out.startswith("Identical to the bit: 6 cells")
    other = make_store(tmp_path / "other", shift=0.01, seeds=[1, 2, 3], study={"name": "other"})
    done = run("lab", "compare", store, other)
    assert done.code == 0, done.err
    assert "4 cells in both, 0 of them the same to the bit; 2 and 2 in one alone." in done.out
    assert "name  small" in done.out
    assert "seed 1: from round 0, metrics" in done.out
    assert "+0.0100 to +0.0100  < 0.001" in done.out
    data = run("lab", "compare", store, other, "--json").json
    assert data["identical"] is False
    assert data["results"][0]["difference"]["n"] == 2
