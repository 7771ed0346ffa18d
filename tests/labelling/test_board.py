"""The dashboard's numbers are new when something has happened, and cost little however many people look."""

import pytest
from tests.labelling.conftest import Clock

from asknext.labelling import board as board_module
from asknext.labelling.board import Board
from asknext.labelling.desk import Desk
from asknext.labelling.people_numbers import Excerpt


@pytest.fixture
def desk(make_project):
    made = Desk(make_project(20))
    yield made
    made.close()


def label(desk, item):
    action = {"uid": f"u{item}", "kind": "label", "item": item, "value": ["c1"]}
    desk.do("s", "ann", [action]).result()


def counting(monkeypatch):
    calls, real = [], board_module.dashboard
    monkeypatch.setattr(board_module, "dashboard", lambda project: calls.append(1) or real(project))
    return calls


def test_nothing_is_reckoned_twice_while_nothing_happens(desk, monkeypatch):
    calls, board = counting(monkeypatch), Board(desk.project, stopwatch=lambda: 0.0)
    assert board.dashboard() == board.dashboard()
    assert len(calls) == 1
    label(desk, 3)
    assert board.dashboard()["progress"]["labelled"] == 1
    assert len(calls) == 2


def test_leases_are_always_counted_anew(desk):
    board = Board(desk.project)
    assert board.dashboard()["queue"]["leased"] == 0
    desk.lease("s", "ann", 3, []).result()
    assert board.dashboard()["queue"]["leased"] == 3
    assert board.queue()["leased"] == 3


def test_what_is_dear_rests_ten_times_as_long(desk, monkeypatch):
    calls, clock, ticks = counting(monkeypatch), Clock(), iter(range(0, 1000, 2))
    board = Board(desk.project, clock=clock, stopwatch=lambda: float(next(ticks)))  # each reckoning takes 2 s
    board.dashboard()
    label(desk, 3)
    clock.now += 19.0
    assert board.dashboard()["progress"]["labelled"] == 0
    clock.now += 2.0
    assert board.dashboard()["progress"]["labelled"] == 1
    assert len(calls) == 2


def test_people_follow_the_events(desk):
    board = Board(desk.project)
    assert board.people(Excerpt())["total"]["labels"] == 0
    label(desk, 3)
    label(desk, 4)
    assert board.people(Excerpt())["total"]["labels"] == 2
    assert board.people(Excerpt(annotator="nobody"))["total"]["labels"] == 0
