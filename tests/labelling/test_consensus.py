"""What several answers come to."""

import json
from types import SimpleNamespace

import pytest

from asknext.labelling.consensus import consensus, newest_of_most


def votes(*values):
    return [
        SimpleNamespace(annotator=f"a{k}", value=json.dumps(value if isinstance(value, list) else [value]), seq=k)
        for k, value in enumerate(values)
    ]


def value_of(found):
    return json.loads(found.value)


def test_the_worked_answers_of_three_people():
    people = ["pnppp", "pnpnp", "nnppn"]
    found = [value_of(consensus(votes(*item), n_classes=2, multilabel=False))[0] for item in zip(*people, strict=True)]
    assert "".join(found) == "pnppp"


def test_of_classes_that_are_equally_likely_the_newest_answer_counts():
    assert value_of(consensus(votes("a", "b"), n_classes=5, multilabel=False)) == ["b"]
    assert value_of(consensus(votes("b", "a", "a", "b"), n_classes=5, multilabel=False)) == ["b"]
    assert consensus(votes("b", "a", "a", "b"), n_classes=5, multilabel=False).confidence == pytest.approx(
        0.5, abs=0.01
    )


def test_each_class_of_several_is_weighed_by_itself():
    found = consensus(votes(["a", "b"], ["a"], ["a", "c"]), n_classes=9, multilabel=True)
    assert (value_of(found), found.unanimous, found.vote.annotator) == (["a"], False, "a1")
    assert found.confidence == pytest.approx(0.8)  # two of three said that b and c are not there
    nothing = consensus(votes([], [], ["a"]), n_classes=9, multilabel=True)
    assert value_of(nothing) == []
    assert consensus(votes([], []), n_classes=9, multilabel=True).confidence == pytest.approx(0.64 / 0.68)


def test_the_answer_that_stands_for_the_label_says_the_same():
    found = consensus(votes("a", "b", "a", "c"), n_classes=3, multilabel=False)
    assert (found.vote.annotator, found.unanimous) == ("a2", False)
    mixed = consensus(votes(["a", "b"], ["a", "c"], ["b", "c"]), n_classes=3, multilabel=True)
    assert (value_of(mixed), mixed.vote.annotator) == (["a", "b", "c"], "a2")


@pytest.mark.parametrize(("said", "place"), [("a", 0), ("ab", 1), ("aba", 2), ("aab", 1), ("abba", 3)])
def test_the_newest_of_the_most_frequent(said, place):
    assert newest_of_most(votes(*said)).seq == place
