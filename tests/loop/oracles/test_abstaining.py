"""Now and then no answer."""

from __future__ import annotations

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.loop.oracles import AbstainingOracle, PerfectOracle

LABELS = list("ab") * 1000


def test_the_share_without_an_answer_and_what_becomes_of_them():
    oracle = AbstainingOracle(PerfectOracle(LABELS), LABELS, 0.2, seed=0)
    answers = oracle.answer(np.arange(2000))
    assert np.mean([each is None for each in answers]) == pytest.approx(0.2, abs=0.03)
    assert all(each in (None, label) for each, label in zip(answers, LABELS, strict=True))
    assert all(reply.set_aside == (reply.answer is None) for reply in oracle.log)
    assert oracle.answered == sum(each is not None for each in answers)


def test_an_item_may_return_to_the_pool():
    oracle = AbstainingOracle(PerfectOracle(LABELS), LABELS, 1.0, then="returns")
    assert oracle.answer(np.array([0])) == [None]
    assert not oracle.log[0].set_aside


def test_a_rate_may_depend_on_the_class():
    oracle = AbstainingOracle(PerfectOracle(LABELS), LABELS, {"b": 1.0})
    assert oracle.answer(np.arange(4)) == ["a", None, "a", None]


def test_what_cannot_be_is_told():
    with pytest.raises(InputError, match="'set_aside' or 'returns'"):
        AbstainingOracle(PerfectOracle(LABELS), LABELS, 0.1, then="return")
    with pytest.raises(InputError, match="rate of an abstaining oracle"):
        AbstainingOracle(PerfectOracle(LABELS), LABELS, {"a": 2.0})
