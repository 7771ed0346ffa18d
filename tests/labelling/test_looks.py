"""What a project keeps for its advice: the batch between two rounds, and the newest advice alone."""

from __future__ import annotations

import json

import numpy as np
import pytest
from sqlalchemy import select

from asknext.labelling import training
from asknext.labelling.dashboard import advice_of, dashboard
from asknext.labelling.looks import _packed, _unpacked
from asknext.labelling.rounds import past_rounds
from asknext.labelling.tell import tell
from asknext.labelling.training import run_round
from asknext.store.rankings import all_rounds
from asknext.store.schema import item

NAMES = ["independent_set", "exploration", "contradiction", "agreement"]


def open_rows(project):
    with project.database.read() as conn:
        return list(conn.execute(select(item.c.pos).where(~item.c.control).order_by(item.c.pos)).scalars())


def rounds(project, count, name=lambda row: ["ab"[row % 2]], size=10):
    rows = open_rows(project)
    for number in range(count):
        batch = rows[number * size : (number + 1) * size]
        tell(project, {f"id{row}": name(row) for row in batch}, annotator="me")
        run_round(project)


def results(project):
    with project.database.read() as conn:
        return [json.loads(each.result) for each in all_rounds(conn)]


def test_each_round_keeps_its_look_and_only_the_newest_advice_is_kept(make_project):
    project = make_project(120, control=0.3, strategy="random")
    rounds(project, 5)
    looks = [each["look"] for each in results(project)]
    assert looks[0] is None
    assert [each["batch"] for each in looks[1:]] == [10] * 4
    assert all(0 <= each["explored"] <= 1 and each["judged"] == 10 for each in looks[1:])
    assert all("pieces" not in each["advice"] for each in results(project))
    pieces = dashboard(project)["advice"]["pieces"]
    assert [each["name"] for each in pieces] == NAMES
    assert pieces == advice_of(project)["pieces"]
    assert pieces[1]["picture"]["lines"][0]["x"] == [each["labels"] for each in results(project)][1:]
    assert pieces[1]["value"] is not None


def test_a_new_project_has_no_pieces(make_project):
    assert advice_of(make_project(20)) == {"stop": None, "sentence": "Keep labelling.", "rules": [], "pieces": []}


def test_a_round_without_new_labels_keeps_the_look_of_the_same_labels(make_project):
    project = make_project(120, control=0.3, strategy="random")
    rounds(project, 3)
    run_round(project)
    assert results(project)[-1]["look"] == results(project)[-2]["look"]
    assert [each.look is not None for each in past_rounds(project)] == [False, True, True]


def test_the_model_that_is_judged_is_that_of_the_round_before(make_project, monkeypatch):
    project = make_project(120, control=0.3, strategy="random")
    rounds(project, 1)
    kept = training.keep_for_next_look
    monkeypatch.setattr(
        training, "keep_for_next_look", lambda *given: kept(given[0], given[1], np.roll(given[2], 1, axis=1))
    )
    run_round(project)  # now every item is predicted to be of the next class
    monkeypatch.undo()
    tell(project, {f"id{row}": ["ab"[row % 2]] for row in open_rows(project)[10:20]}, annotator="me")
    run_round(project)
    assert results(project)[-1]["look"]["agreed"] == 0


def test_several_labels_an_item(make_project):
    project = make_project(120, control=0.3, strategy="random", task="multi_label")
    rounds(project, 4, lambda row: ["a", "b"] if row % 2 else ["c"])
    assert results(project)[-1]["look"]["judged"] == 10
    assert [each["verdict"] for each in advice_of(project)["pieces"]][1:] != ["not_applicable"] * 3


@pytest.mark.parametrize("labels", [3, 8, 17, 300])
def test_what_is_kept_of_predictions_comes_back(labels):
    rng = np.random.default_rng(0)
    several, one = rng.random((50, labels)) > 0.5, rng.integers(0, labels, 50)
    assert (_unpacked(_packed(several, labels), labels, True) == several).all()
    assert (_unpacked(_packed(one, labels), labels, False) == one).all()


def test_without_a_control_stream_a_test_set_is_asked_for(make_project):
    project = make_project(60, control=0.0, strategy="random")
    rounds(project, 2)
    piece = advice_of(project)["pieces"][0]
    assert (piece["name"], piece["verdict"]) == ("independent_set", "act")
    assert "`control: 0.1`" in piece["next_step"]
