"""Oracles from a study."""

from __future__ import annotations

import numpy as np
import pytest

from asknext.errors import InputError, MissingInput, UnknownName
from asknext.lab.oracles import build_oracle, check_oracle

LABELS, CLASSES = list("aabb") * 50, ["a", "b"]
ROWS = np.arange(200)


def built(spec, **more):
    return build_oracle(spec, LABELS, CLASSES, 0, **more)


def wrong(oracle):
    return np.mean([answer != label for answer, label in zip(oracle.answer(ROWS), LABELS, strict=True)])


def test_each_kind_answers_as_it_says():
    assert wrong(built("perfect")) == 0
    assert wrong(built({"kind": "noisy", "rate": 1.0})) == 1
    assert wrong(built({"kind": "noisy", "rate": 0.3})) == pytest.approx(0.3, abs=0.1)
    confused = built({"kind": "confusion", "chances": {"a": {"b": 1.0}}}).answer(ROWS)
    assert set(confused) == {"b"}
    expert = {"kind": "annotators", "annotators": [{"name": "x", "skill": {"a": 1.0, "b": 0.0}}]}
    assert set(built(expert).answer(ROWS)) == {"a"}
    unsure = built({"kind": "uncertain", "low": 0.0, "high": 1.0})
    assert unsure.answer(ROWS[:4], np.tile([1.0, 0.0], (4, 1))) == LABELS[:4]
    abstains = built({"kind": "abstaining", "rate": {"a": 1.0}})
    assert abstains.answer(ROWS[:4]) == [None, None, "b", "b"]


def test_oracles_are_put_together():
    spec = {"kind": "costs", "cost": 2, "per_row": "words", "seconds": 3, "of": {"kind": "abstaining", "rate": 1.0}}
    oracle = built(spec, columns={"words": np.arange(200) / 10})
    assert oracle.answer(np.array([10, 20])) == [None, None]
    assert (oracle.spent, oracle.seconds, oracle.answered) == (2 + 1 + 2 + 2, 6, 0)
    assert check_oracle(spec, CLASSES) == "costs of abstaining"


def test_several_classes_are_answered_as_sets():
    oracle = build_oracle("perfect", [("a", "b"), ()], CLASSES, 0)
    assert oracle.answer(np.array([1, 0])) == [frozenset(), frozenset({"a", "b"})]


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("perfct", "'perfect'"),
        ({"kind": "noisy"}, "oracle has no rate"),
        ({"kind": "noisy", "rate": 2}, "oracle.rate is 2"),
        ({"kind": "noisy", "rate": 0.1, "skill": 1}, "no key 'skill'"),
        ({"kind": "confusion", "chances": {"c": {}}}, "no class 'c' in oracle.chances"),
        ({"kind": "confusion", "chances": {"a": {"b": 0.7, "a": 0.7}}}, "oracle.chances.a: the chances sum to 1.4"),
        ({"kind": "confusion", "chances": 3}, "oracle.chances is 3"),
        ({"kind": "annotators", "annotators": []}, "oracle.annotators"),
        ({"kind": "annotators", "annotators": [{"name": "x", "skil": 1}]}, r"annotators\[0\]. Did you mean 'skill'"),
        ({"kind": "annotators", "annotators": [{"name": "x"}], "votes": 2}, "oracle: votes is 2"),
        ({"kind": "abstaining", "rate": 0.1, "then": "return"}, "'returns'"),
        ({"kind": "abstaining", "rate": 0.1, "of": {"kind": "noisy"}}, "oracle.of has no rate"),
        ({"kind": "costs", "cost": {"x": 1}}, "no class 'x' in oracle.cost"),
    ],
)
def test_a_wrong_key_is_told_before_anything_is_asked(spec, told):
    with pytest.raises(InputError, match=told):
        check_oracle(spec, CLASSES)


def test_a_column_of_costs_has_to_be_there():
    with pytest.raises(MissingInput, match="no column 'words'"):
        built({"kind": "costs", "per_row": "words"})
    with pytest.raises(UnknownName):
        built({"kind": "abstaining", "rate": {"c": 0.5}})
