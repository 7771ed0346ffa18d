"""What answers cost."""

from __future__ import annotations

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.loop.oracles import AbstainingOracle, Annotator, AnnotatorsOracle, CostedOracle, PerfectOracle

LABELS = list("aab")


def test_costs_by_class_and_by_row_add_up():
    oracle = CostedOracle(PerfectOracle(LABELS), LABELS, {"a": 2.0, "b": 5.0}, per_row=[0.5, 0.0, 1.0], seconds=4.0)
    assert oracle.answer(np.array([2, 0])) == ["b", "a"]
    assert [reply.cost for reply in oracle.log] == [6.0, 2.5]
    assert (oracle.spent, oracle.seconds) == (8.5, 8.0)


def test_what_annotators_cost_is_added_and_no_answer_costs_as_well():
    people = AnnotatorsOracle(LABELS, "ab", [Annotator("x", cost=3.0, seconds=1.0)])
    oracle = CostedOracle(AbstainingOracle(people, LABELS, 1.0), LABELS, 1.0, seconds=2.0)
    assert oracle.answer(np.array([0])) == [None]
    assert (oracle.spent, oracle.seconds) == (4.0, 3.0)
    assert oracle.log[0].annotators == ("x",)
    assert oracle.log[0].set_aside


@pytest.mark.parametrize("costs", [{"cost": -1.0}, {"cost": {"a": float("nan")}}, {"per_row": [-1.0]}, {"seconds": -1}])
def test_costs_are_numbers_of_at_least_0(costs):
    with pytest.raises(InputError, match="at least 0"):
        CostedOracle(PerfectOracle(LABELS), LABELS, **costs)
