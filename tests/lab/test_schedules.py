"""Batch sizes: worked cases, and what holds for every schedule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asknext.errors import InputError, UnknownName
from asknext.lab.schedules import Schedule, build_schedule

SPECS = st.one_of(
    st.builds(lambda n: {"constant": n}, st.integers(1, 60)),
    st.builds(lambda n, r: {"constant": n, "rounds": r}, st.integers(1, 60), st.integers(1, 40)),
    st.builds(lambda n: {"doubling": n}, st.integers(1, 20)),
    st.builds(lambda n: {"list": n}, st.lists(st.integers(1, 50), min_size=1, max_size=12)),
    st.builds(lambda n: {"proportion": n}, st.floats(0.001, 0.9)),
)


@pytest.mark.parametrize(
    ("spec", "pool", "initial", "sizes"),
    [
        ("20 x 4", 1000, 20, [20, 20, 20, 20]),
        ("20x4", 1000, 20, [20, 20, 20, 20]),
        ({"constant": 20}, 75, 5, [20, 20, 20, 10]),
        ("doubling", 1000, 5, [5, 5, 10, 10, 20, 20, 40, 40, 80, 80, 160, 160, 320, 45]),
        ({"doubling": 3, "rounds": 5}, 1000, 0, [3, 3, 6, 6, 12]),
        ([7, 1, 50], 40, 10, [7, 1, 22]),
        ({"list": [7, 1], "rounds": 1}, 40, 10, [7]),
        ({"proportion": 0.1, "rounds": 3}, 250, 10, [25, 25, 25]),
        ({"proportion": 0.0001, "rounds": 2}, 250, 10, [1, 1]),
        ("20 x 4", 20, 20, []),
        ({"constant": 3, "until": 0.1}, 100, 2, [3, 3, 2]),
        ({"constant": 3, "until": 0.1, "rounds": 1}, 100, 2, [3]),
        ({"doubling": 5, "until": 0.01}, 100, 5, []),
    ],
)
def test_the_sizes_of_known_schedules(spec, pool, initial, sizes):
    assert build_schedule(spec).sizes(pool, initial) == sizes


@given(SPECS, st.integers(1, 500), st.integers(0, 500))
def test_a_schedule_never_asks_for_what_is_not_there(spec, pool, initial):
    sizes = build_schedule(spec).sizes(pool, initial)
    left = max(0, pool - initial)
    assert all(size >= 1 for size in sizes)
    assert sum(sizes) <= left
    if "rounds" not in spec and "list" not in spec:
        assert sum(sizes) == left


@given(SPECS, st.one_of(st.none(), st.floats(0.01, 0.99)))
def test_a_schedule_is_made_again_of_its_mapping(spec, until):
    made = build_schedule(spec if until is None else {**spec, "until": until})
    assert build_schedule(made.as_mapping()) == made


@given(SPECS, st.integers(1, 300), st.integers(1, 300))
def test_a_larger_pool_only_adds_to_the_batches(spec, pool, more):
    if "proportion" in spec:
        return
    small, large = (build_schedule(spec).sizes(n, 0) for n in (pool, pool + more))
    assert large[: len(small) - 1] == small[:-1]
    assert sum(large) >= sum(small)


def test_a_schedule_is_shown_by_its_batches():
    shown = [build_schedule(each).name for each in ("50 x 8", "doubling", [1, 2], {"proportion": 0.02, "rounds": 5})]
    assert shown == ["50 x 8", "doubling from 5", "1, 2", "2 % x 5"]
    assert build_schedule({"constant": 1, "until": 0.05}).name == "1 each until 5 %"
    assert build_schedule(Schedule("constant", 3)).name == "3 each"


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("twice", "schedules\\[0\\] is 'twice'"),
        ({"constant": 0}, "schedules\\[0\\].constant is 0, but must be a whole number of at least 1"),
        ({"constant": True}, "schedules\\[0\\].constant is True"),
        ({"constant": 5, "doubling": 5}, "exactly one of"),
        ({"rounds": 5}, "exactly one of"),
        ([], "list of whole numbers"),
        ([5, 0], "list of whole numbers"),
        ([2.5], "list of whole numbers"),
        ({"proportion": 1.5}, "share between 0 and 1"),
        (7, "must be a mapping"),
        ({"constant": 5, "until": 5}, "schedules\\[0\\].until is 5, but must be a share"),
    ],
)
def test_a_wrong_schedule_is_told_by_its_key(spec, told):
    with pytest.raises(InputError, match=told):
        build_schedule(spec, "schedules[0]")


def test_an_unknown_key_is_answered_with_the_nearest():
    with pytest.raises(UnknownName, match="'constant'"):
        build_schedule({"constnt": 5})
