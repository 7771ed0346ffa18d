"""A look comes back from JSON as it went, and nothing else does."""

from __future__ import annotations

import json

import pytest

from asknext.loop.saved_look import look_in, look_out
from asknext.stopping.batch_look import BatchLook


@pytest.mark.parametrize("look", [None, BatchLook(3), BatchLook(10, 200, 0.25, 0.125, 0.5, None, 10, 7.5, 200, 150.0)])
def test_a_look_comes_back(look):
    assert look_in(json.loads(json.dumps(look_out(look)))) == look


@pytest.mark.parametrize(
    "plain",
    [3, [], {}, {"batch": -1}, {"batch": True}, {"batch": 2.5}, {"batch": 1, "more": 2}, {"batch": 1, "agreed": None},
     {"batch": 1, "explored": "much"}, {"batch": 1, "explored": float("nan")}],
)  # fmt: skip
def test_what_is_no_look_is_refused(plain):
    with pytest.raises(ValueError, match="look"):
        look_in(plain)
