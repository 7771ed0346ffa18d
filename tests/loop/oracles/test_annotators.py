"""Several annotators: skills, shares, votes, and who said what."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.loop.oracles import Annotator, AnnotatorsOracle

ROWS = np.arange(4000)
LABELS = list("ab") * 2000


def test_each_answers_by_their_skill_and_share():
    people = [Annotator("good", 0.95, share=3), Annotator("poor", 0.6), Annotator("away", 1.0, share=0)]
    oracle = AnnotatorsOracle(LABELS, "ab", people, seed=2)
    oracle.answer(ROWS)
    by_name = {name: [reply for reply in oracle.log if reply.annotators == (name,)] for name in ("good", "poor")}
    assert len(by_name["good"]) == pytest.approx(3000, rel=0.05)
    assert len(by_name["poor"]) == pytest.approx(1000, rel=0.1)
    right = {name: np.mean([r.answer == LABELS[r.row] for r in replies]) for name, replies in by_name.items()}
    assert right == pytest.approx({"good": 0.95, "poor": 0.6}, abs=0.04)


def test_a_skill_may_depend_on_the_class():
    oracle = AnnotatorsOracle(LABELS, "ab", [Annotator("x", (1.0, 0.0))])
    assert set(oracle.answer(ROWS[:50])) == {"a"}


def test_the_commonest_of_several_votes_counts_and_all_are_kept():
    """Three of skill 0.8 are right together with 0.8^3 + 3 0.8^2 0.2 = 0.896."""
    people = [Annotator(name, 0.8, cost=1.5, seconds=2.0) for name in "xyz"]
    oracle = AnnotatorsOracle(LABELS, "ab", people, votes=3, seed=1)
    answers = oracle.answer(ROWS)
    assert np.mean([each == label for each, label in zip(answers, LABELS, strict=True)]) == pytest.approx(
        0.896, abs=0.015
    )
    first = oracle.log[0]
    assert sorted(first.annotators) == ["x", "y", "z"]
    assert first.answer == Counter(first.votes).most_common(1)[0][0]
    assert (first.cost, first.seconds) == (4.5, 6.0)
    assert oracle.spent == pytest.approx(4.5 * 4000)


def test_of_as_many_votes_the_earlier_counts():
    oracle = AnnotatorsOracle(LABELS, "ab", [Annotator("right", 1.0), Annotator("wrong", 0.0)], votes=2)
    oracle.answer(ROWS[:40])
    assert all(reply.answer == reply.votes[0] for reply in oracle.log)
    assert {reply.annotators[0] for reply in oracle.log} == {"right", "wrong"}


@pytest.mark.parametrize(
    ("people", "votes", "told"),
    [
        ([], 1, "one at least"),
        ([Annotator("x"), Annotator("x")], 1, "distinct names"),
        ([Annotator("x")], 2, "votes is 2"),
        ([Annotator("x"), Annotator("y", share=0)], 2, "votes is 2"),
        ([Annotator("x", 1.2)], 1, r"skill of 'x' is 1\.2"),
        ([Annotator("x", (1.0,))], 1, "1 numbers for 2 classes"),
        ([Annotator("x", cost=-1)], 1, "at least 0"),
    ],
)
def test_who_cannot_be_asked_is_told(people, votes, told):
    with pytest.raises(InputError, match=told):
        AnnotatorsOracle(LABELS, "ab", people, votes)
