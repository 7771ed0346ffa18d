"""Priorities from outside: by id, each by itself, as often as one likes."""

import json

import pytest
from tests.labelling.bench import Team

from asknext.labelling import priorities
from asknext.labelling.priorities import read_priorities


@pytest.fixture
def team(make_project, clock):
    return Team(make_project(30, control=0.0), clock)


def test_what_cannot_be_is_told_for_each_and_the_others_are_set(team):
    given = [
        {"id": "id1", "priority": 2},
        {"id": "nobody", "priority": 2},
        {"priority": 2},
        {"id": "id2", "priority": "high"},
        {"id": "id3", "priority": float("nan")},
        {"id": "id4", "wanted": 0},
        {"id": "id5", "rank": 3},
        "id6",
        *read_priorities([b"{no json", b"", json.dumps({"id": "id7", "skill": "law"}).encode()]),
    ]
    report = team.prioritise(*given)
    assert (report.set, report.same, report.failures) == (2, 0, 8)
    assert [each["id"] for each in report.failed] == [None, "id2", "id3", "id4", "id5", None, None, "nobody"]
    assert all(each["message"] for each in report.failed)
    assert (team.row(1).priority, team.row(7).skill) == (2.0, "law")


def test_the_same_again_changes_nothing_and_makes_no_event(team):
    given = [{"id": f"id{k}", "priority": k, "wanted": 2} for k in range(10)]
    assert team.prioritise(*given).set == 10
    again = team.prioritise(*given, *given)
    assert (again.set, again.same) == (0, 10)
    assert len(team.events(kind="prioritise")) == 10


def test_what_is_not_named_stays(team):
    team.prioritise({"id": "id1", "priority": 2, "wanted": 3, "skill": "law"})
    team.prioritise({"id": "id1", "priority": 5})
    row = team.row(1)
    assert (row.priority, row.wanted, row.skill) == (5.0, 3, "law")
    team.prioritise({"id": "id1", "wanted": None, "skill": None})
    assert (team.row(1).wanted, team.row(1).skill) == (None, None)


def test_a_thousand_and_more_in_pieces(team, monkeypatch):
    monkeypatch.setattr(priorities, "CHUNK", 7)
    report = team.prioritise(*({"id": f"id{k % 40}", "priority": k} for k in range(1000)))
    assert report.failures == 250
    assert {team.row(k).priority for k in range(30)} == {960.0 + k for k in range(30)}


def test_a_copy_stands_for_its_first(team):
    team.set(9, copy_of=2)
    team.prioritise({"id": "id9", "priority": 4})
    assert (team.row(2).priority, team.row(9).priority) == (4.0, 0.0)


def test_another_process_is_noticed_before_the_next_item(team):
    which = (team.next("ann") + 1) % 30
    other = Team(team.project, team.clock)
    other.prioritise({"id": f"id{which}", "priority": 1})
    assert team.next("bob") == which


def test_every_change_is_an_event(team):
    team.prioritise({"id": "id1", "priority": 2})
    (made,) = team.events(kind="prioritise")
    assert (made.annotator, made.item, json.loads(made.value)["priority"]) == ("boss", 1, 2.0)
