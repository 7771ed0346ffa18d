"""The suite itself: a library that does wrong is found out, and one that does right is not accused."""

import numpy as np
import pytest
from tests.conformance.adapter import Answer, Library
from tests.conformance.cases import case, cases_of, load_definitions
from tests.conformance.checks import ABSENT, CRASHES, REFUSES, RIGHT, VARIANT, WRONG, verdict
from tests.conformance.definition import DEFINITIONS, POOLS

load_definitions()


def judged(key, select, **given):
    strategy = DEFINITIONS[key].strategy
    library = Library("x", "0", {strategy: Answer(select, **given)}, package="conformance", seeds=300)
    return verdict(library, DEFINITIONS[key])


def by(score):
    """A strategy that takes the highest of ``score(case)``."""

    def select(case, n, seed):
        return case.unlabelled[np.argsort(-np.asarray(score(case)), kind="stable")[:n]]

    return select


def margin(case):
    p = np.sort(case.probabilities[case.unlabelled], axis=1)
    return p[:, -2] - p[:, -1]


def test_the_same_order_with_other_numbers_is_right():
    assert judged("margin", by(margin)).kind == RIGHT


def test_other_numbers_are_wrong_where_they_are_shown():
    found = judged("margin", by(margin), scores=margin)
    assert found.kind == WRONG
    assert "has the score" in found.how


def test_the_wrong_end_of_a_sort_is_found():
    found = judged("margin", by(lambda case: -margin(case)))
    assert found.kind == WRONG
    assert found.how.startswith("on plain")


def test_a_batch_that_is_a_set_may_come_in_any_order():
    def select(case, n, seed):
        return by(margin)(case, n, seed)[::-1]

    assert judged("margin", select).kind == WRONG
    assert judged("margin", select, ordered=False).kind == RIGHT


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (lambda case, n: case.unlabelled[:1].repeat(n), "twice"),
        (lambda case, n: np.r_[case.labelled, case.unlabelled][:n], "labelled already"),
        (lambda case, n: case.unlabelled[: n - 1], "asked for"),
    ],
)
def test_improper_batches_are_named(rows, said):
    found = judged("margin", lambda case, n, seed: rows(case, n))
    assert found.kind == WRONG
    assert said in found.how


def test_another_reading_is_a_variant_by_name():
    def uneven(case):
        return DEFINITIONS["max_disagreement: largest divergence of any member from the consensus"].function(case)

    found = judged("max_disagreement", by(uneven))
    assert found.kind == VARIANT
    assert found.how == "largest divergence of any member from the consensus"


def test_a_crash_and_a_refusal_are_told_apart():
    def crashing(case, n, seed):
        return np.zeros(3)[len(case.labelled) + 99]

    def refusing(case, n, seed):
        raise NotImplementedError("not for this")

    assert judged("margin", crashing).kind == CRASHES
    assert judged("margin", refusing).kind == REFUSES


def test_pools_that_went_well_are_counted():
    def select(case, n, seed):
        return by(margin)(case, n, seed) if len(case.labelled) else np.zeros(1)[2]

    found = judged("margin", select)
    assert found.kind == CRASHES
    assert found.right == len(cases_of(DEFINITIONS["margin"])) - 1


def test_what_is_not_there_is_absent():
    assert verdict(Library("x", "0", {}), DEFINITIONS["margin"]).kind == ABSENT


def test_parameters_that_it_does_not_take_are_no_fault():
    assert judged("power", by(margin), parameters=frozenset()).kind == ABSENT


def drawn(weights):
    def select(case, n, seed):
        w = np.asarray(weights(case), dtype=np.float64)
        return np.random.default_rng(seed).choice(case.unlabelled, n, replace=False, p=w / w.sum())

    return select


def test_draws_of_the_right_chances_pass_and_others_do_not():
    assert judged("random", drawn(lambda case: np.ones(len(case.unlabelled)))).kind == RIGHT
    assert judged("random", drawn(lambda case: np.arange(1.0, len(case.unlabelled) + 1))).kind == WRONG


def test_a_draw_without_a_chance_is_named():
    sure = "which have no chance"
    assert sure in judged("badge", drawn(lambda case: np.ones(len(case.unlabelled)))).how


def test_pools_are_read_only_and_every_class_of_input_is_there():
    for name in POOLS:
        one = case(name)
        assert len(one.embeddings) == len(one.labels) == one.committee.shape[1]
        assert not set(one.labelled) & set(one.unlabelled)
        with pytest.raises(ValueError, match="read-only"):
            one.embeddings[0, 0] = 1.0
