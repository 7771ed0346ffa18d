"""A project's rounds as the history of stopping rules: by hand, and after real rounds."""

from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import pytest
from sqlalchemy import select

from asknext.labelling.advice import advice_on, rules_of
from asknext.labelling.round_history import counting_all_labels, trained_rounds
from asknext.labelling.rounds import Past, aligned, past_rounds
from asknext.labelling.snapshot import take_snapshot
from asknext.labelling.tell import tell
from asknext.labelling.training import run_round
from asknext.project.config import Budget, Config, Price
from asknext.stopping import DEFAULT_RULES
from asknext.store.rankings import all_rounds
from asknext.store.schema import item

pytestmark = pytest.mark.usefixtures("sqlite_or_postgres")

ITEMS = np.arange(4)
BEFORE = np.array([[0.5, 0.5], [0.9, 0.1], [0.2, 0.8], [0.6, 0.4]], dtype=np.float32)
AFTER = np.array([[0.7, 0.3], [0.9, 0.1], [0.2, 0.8], [0.4, 0.6]], dtype=np.float32)


def snapshot(rows=(3,), control=(), seconds=60.0):
    rows, control = np.array(rows, dtype=np.int64), np.array(control, dtype=np.int64)
    return SimpleNamespace(
        rows=rows, control_rows=control, all_labels=len(rows) + len(control), seconds=seconds, open=np.arange(7)
    )


def test_the_stop_set_tells_of_predictions_and_its_unlabelled_items_of_doubt():
    past = [Past(1, 2, ITEMS, BEFORE), Past(2, 4, ITEMS, AFTER, batch={"right": [1.0, 0.0], "entropy": [0.6, 0.7]})]
    one, two = trained_rounds(Config(), snapshot(), past, "accuracy", [])
    assert (one.labels, two.labels) == (2, 4)
    assert two.predictions.tolist() == [0, 0, 1, 1]
    assert two.pool_changed == 0.0, "the item that changed has a label"
    assert two.total_variation == pytest.approx(0.1)
    assert two.pool_doubt == pytest.approx(0.2)
    assert one.total_variation is None
    assert two.batch_right.tolist() == [1.0, 0.0]
    assert two.batch_confidence is None


def test_rounds_that_are_not_settled_say_nothing():
    past = [Past(1, 2, ITEMS, BEFORE, settled=False), Past(2, 4, ITEMS, AFTER)]
    one, two = trained_rounds(Config(), snapshot(), past, "accuracy", [])
    assert one.predictions is None
    assert two.predictions is not None
    assert two.total_variation is None
    assert trained_rounds(Config(), snapshot(), [], "accuracy", []) == []


def test_scores_are_those_of_the_curve_at_the_same_labels():
    curve = [
        {"labels": 2, "score": 0.5, "low": 0.4, "high": 0.6},
        {"labels": 4, "score": None, "low": None, "high": None},
    ]
    one, two = trained_rounds(
        Config(), snapshot(), [Past(1, 2, ITEMS, BEFORE), Past(2, 4, ITEMS, AFTER)], "accuracy", curve
    )
    assert one.scores == {"accuracy": 0.5}
    assert one.intervals == {"accuracy": (0.4, 0.6)}
    assert two.scores == {}


def test_labels_that_measure_are_counted_in_every_round():
    """8 train and 2 measure: 10 labels a label of 8."""
    past = [Past(1, 4, ITEMS, BEFORE), Past(2, 8, ITEMS, AFTER)]
    now, config = snapshot(range(8), range(8, 10)), Config(price=Price(per_label=0.5, per_hour=6.0))
    one, two = counting_all_labels(trained_rounds(config, now, past, "accuracy", []), config, now)
    assert (one.labels, two.labels) == (5, 10)
    assert (two.seconds, two.cost, two.remaining) == (60.0, pytest.approx(5.1), 7)
    assert counting_all_labels([], config, now) == []


def test_a_project_keeps_what_the_model_thought_of_each_batch(make_project):
    project = make_project(120, control=0.2, strategy="random")
    with project.database.read() as conn:
        rows = list(conn.execute(select(item.c.pos).where(~item.c.control).order_by(item.c.pos)).scalars())
    for number in range(4):
        tell(project, {f"id{row}": ["ab"[row % 2]] for row in rows[number * 10 : number * 10 + 10]}, annotator="me")
        run_round(project)
    with project.database.read() as conn:
        batches = [json.loads(each.result)["batch"] for each in all_rounds(conn)]
    assert batches[0] is None
    assert all(len(batch[name]) == 10 for batch in batches[1:] for name in ("entropy", "confidence", "right"))
    assert all(0.5 <= value <= 1 for value in batches[-1]["confidence"])
    run_round(project)
    last = past_rounds(project)[-1]
    assert last.batch == batches[-1], "a round without new labels keeps the batch of the same labels"
    config, now = project.config, take_snapshot(project)
    found = trained_rounds(config, now, aligned(past_rounds(project)), "accuracy", [])[-1]
    assert found.batch_right.tolist() == batches[-1]["right"]
    assert found.pool_doubt is not None
    assert advice_on(config, now, aligned(past_rounds(project)), "accuracy", [])["rules"]


def test_the_rules_of_the_settings_stand_for_the_usual_ones():
    given = ({"name": "cost_optimal", "uses": 50_000},)
    assert rules_of(Config(stopping=given)) == list(given)
    assert [each["name"] for each in rules_of(Config(stopping=given, budget=Budget(labels=9)))] == [
        "budget",
        "cost_optimal",
    ]
    assert rules_of(Config(stopping=())) == []
    assert rules_of(Config()) == list(DEFAULT_RULES)
