"""Who gets what next where items want several answers, have priorities, need skills, or came back."""

import numpy as np
import pytest
from sqlalchemy import update
from tests.labelling.bench import Team

from asknext.labelling import sharing
from asknext.labelling.ranking import publish_ranking
from asknext.project.team_config import Overlap, Review
from asknext.store.schema import item


@pytest.fixture
def team_of(make_project, clock):
    def make(n=20, *, control=0.0, **settings):
        return Team(make_project(n, control=control, **settings), clock)

    return make


def rank(team, order):
    order = np.asarray(order)
    n = team.project.n
    publish_ranking(team.project, strategy="margin", labels=0, order=order, scores=np.zeros(len(order)), n=n)


def test_a_second_answer_comes_from_somebody_else(team_of):
    team = team_of(overlap=Overlap(labels=2))
    rank(team, range(20))
    which = team.next("ann")
    team.say("ann", which)
    assert team.state(which) == "open"
    assert team.next("ann") != which
    assert team.next("bob") == which
    team.say("bob", which)
    assert (team.state(which), team.value(which), team.votes(which)) == ("labelled", "c1", {"ann": "c1", "bob": "c1"})


def test_nobody_has_an_item_in_two_windows(team_of):
    team = team_of(1, overlap=Overlap(labels=3))
    assert team.next("ann") == 0
    assert team.next("ann", session="another window") is None
    assert team.next("bob") == 0
    assert team.holders(0) == {"ann", "bob"}


def test_no_more_hands_than_answers_are_wanted(team_of):
    team = team_of(1, overlap=Overlap(labels=2))
    assert [team.next(who) for who in ("ann", "bob", "cat")] == [0, 0, None]
    assert "somebody else's hands" in team.lease("cat").waiting
    team.say("ann", 0)
    assert team.next("cat") is None  # bob's is the last one that is missing
    team.clock.now += 200
    assert team.next("cat") == 0


def test_a_late_answer_beyond_those_wanted_is_kept_and_weighed(team_of):
    team = team_of(1, overlap=Overlap(labels=2))
    team.next("ann"), team.next("bob")
    team.say("ann", 0, "c1"), team.say("cat", 0, "c1")
    assert (team.state(0), team.holders(0)) == ("labelled", set())
    late = team.say("bob", 0, "c2")
    assert late.late
    assert late.previous is None  # nobody is told what the others said
    found = team.label(0)
    assert (team.value(0), found.votes, found.decided) == ("c1", 3, "consensus")


def test_undo_takes_a_vote_back_and_the_item_comes_again(team_of):
    team = team_of(1, overlap=Overlap(labels=2))
    team.say("ann", 0, uid="a"), team.say("bob", 0, uid="b")
    assert team.do("ann", "undo", target="a").lease is not None
    assert (team.state(0), team.votes(0)) == ("open", {"bob": "c1"})
    assert team.next("cat") is None  # it is in ann's hands again
    team.release("ann")
    assert team.next("cat") == 0


def test_begun_items_go_first_and_new_ones_are_mixed_in(team_of):
    team = team_of(100, overlap=Overlap(labels=2))
    rank(team, range(100))
    for which in range(50):
        team.say("ann", which)
    got = []
    for _ in range(40):
        got.append(team.next("bob"))
        team.say("bob", got[-1])
    begun = [which < 50 for which in got]
    assert sum(begun) == 30  # three of four
    assert all(sum(begun[start : start + 4]) == 3 for start in range(0, 40, 4))


def test_ones_own_items_do_not_hide_the_work_that_is_left(team_of):
    team = team_of(40, overlap=Overlap(labels=2))
    got = []
    while (which := team.next("ann")) is not None:
        team.say("ann", which)
        got.append(which)
    assert sorted(got) == list(range(40))
    assert [team.next("ann") for _ in range(3)] == [None] * 3
    while (which := team.next("bob")) is not None:
        team.say("bob", which)
    assert {team.state(which) for which in range(40)} == {"labelled"}


def test_an_item_of_which_only_one_answer_is_missing_is_asked_of_whoever_has_not_answered(team_of):
    team = team_of(3, overlap=Overlap(labels=3))
    for who in ("ann", "bob"):
        for which in range(3):
            team.say(who, which)
    assert team.next("ann") is team.next("bob") is None
    assert sorted(team.items("cat", 3)) == [0, 1, 2]


def test_a_priority_comes_before_the_ranking_and_within_one_item(team_of):
    team = team_of(50)
    rank(team, range(50))
    assert team.items("ann", 2) == [0, 1]
    report = team.prioritise({"id": "id40", "priority": 1}, {"id": "id30", "priority": 2.5})
    assert (report.set, report.failures) == (2, 0)
    assert team.items("ann", 2, hold=[0, 1]) == []  # what is on the screen and behind it stays
    team.say("ann", 0)
    assert team.items("ann", 2, hold=[1]) == [30]
    assert team.items("bob", 2) == [40, 2]


def test_items_of_one_priority_come_in_an_order_that_no_name_decides(team_of):
    team = team_of(50)
    team.prioritise(*({"id": f"id{k}", "priority": 1} for k in range(20)))
    got = team.items("ann", 20)
    draws = {which: team.row(which).draw for which in got}
    assert sorted(got) == list(range(20))
    assert got == sorted(got, key=draws.get, reverse=True)


def test_a_priority_below_zero_comes_last(team_of):
    team = team_of(5)
    rank(team, range(5))
    team.prioritise({"id": "id0", "priority": -1}, {"id": "id1", "priority": -2})
    assert [team.next("ann", session=f"s{k}") for k in range(5)] == [2, 3, 4, 0, 1]


def test_a_priority_is_taken_back(team_of):
    team = team_of(10)
    rank(team, range(10))
    team.prioritise({"id": "id7", "priority": 3})
    team.prioritise({"id": "id7", "priority": 0})
    assert team.next("ann") == 0


def test_more_answers_wanted_open_an_item_again(team_of):
    team = team_of(10)
    team.say("ann", 4, "c1")
    team.prioritise({"id": "id4", "wanted": 2, "priority": 1})
    assert team.state(4) == "open"
    assert team.next("ann") != 4
    assert team.next("bob") == 4
    team.say("bob", 4, "c2")
    assert team.state(4) == "disputed"
    team.prioritise({"id": "id4", "wanted": 1})
    assert team.row(4).wanted == 2  # there are two answers


def test_who_lacks_the_skill_never_gets_the_item(team_of):
    team = team_of(30)
    rank(team, range(30))
    team.prioritise(*({"id": f"id{k}", "skill": "medical"} for k in range(10)))
    assert team.items("ann", 3) == [10, 11, 12]
    assert team.items("bob", 3, tags=["medical", "law"]) == [0, 1, 2]
    assert team.items("cat", 3, tags=["law"]) == [13, 14, 15]
    team.release("bob")
    assert team.items("dan", 2, tags=["medical"]) == [0, 1]


def test_only_skilled_work_left(team_of):
    team = team_of(3)
    team.prioritise(*({"id": f"id{k}", "skill": "medical"} for k in range(3)))
    assert team.next("ann") is None
    assert sorted(team.items("bob", 3, tags=["medical"])) == [0, 1, 2]


def test_a_search_that_took_long_is_not_repeated_at_once(team_of, monkeypatch):
    team = team_of(3)
    team.prioritise(*({"id": f"id{k}", "skill": "medical"} for k in range(3)))
    asked = []
    real = sharing.last_in_line
    monkeypatch.setattr(sharing, "REST", 1e9)
    monkeypatch.setattr(sharing, "last_in_line", lambda *given: asked.append(1) or real(*given))
    for _ in range(5):
        assert team.next("ann") is None
    assert len(asked) == 1


def test_an_item_given_to_somebody_is_theirs_alone_until_they_are_gone(team_of):
    team = team_of(5, review=Review(share=1.0, return_after=3600.0))
    which = team.next("ann")
    team.say("ann", which)
    assert team.do("rev", "reject", which, reason="look at the date").state == 5
    assert (team.state(which), team.row(which).assigned) == ("rejected", "ann")
    assert which not in team.items("bob", 5)
    team.release("bob")
    team.clock.now += 3500
    team.lease("ann", 1, session="elsewhere")  # she is here, and gets it first
    assert team.holders(which) == {"ann"}
    team.release("elsewhere")
    team.clock.now += 3000
    assert which not in team.items("bob", 5)
    team.release("bob")
    team.clock.now += 3700
    assert which in team.items("bob", 5)
    team.say("bob", which, "c2")
    assert (team.state(which), team.value(which)) == ("review", "c2")


def test_what_comes_back_comes_first(team_of):
    team = team_of(30, review=Review(share=1.0))
    rank(team, range(30))
    team.say("ann", 17)
    team.do("rev", "reject", 17, reason="no")
    assert team.next("ann") == 17


def test_a_new_ranking_and_a_restart_lose_no_begun_item(team_of):
    team = team_of(20, overlap=Overlap(labels=2))
    for which in (3, 8):
        team.say("ann", which)
    team.next("bob")
    team.release("bob")
    rank(team, range(19, -1, -1))
    assert team.next("bob") in (3, 8)
    team.restart()
    assert team.next("cat") in (3, 8)


def test_control_items_keep_their_share_of_the_new_ones(team_of):
    team = team_of(200, control=0.25, overlap=Overlap(labels=2))
    streams = []
    for k in range(60):
        for who in ("ann", "bob"):
            got = team.lease(who)
            streams += [(each.stream, k) for each in got.items]
            team.say(who, got.items[0].item)
    assert 0.15 < sum(stream == "control" for stream, _ in streams) / len(streams) < 0.35


@pytest.mark.parametrize("labels", [1, 2])
def test_skipped_items_come_last_and_not_to_who_has_answered(team_of, labels):
    team = team_of(3, overlap=Overlap(labels=labels))
    with team.project.database.write() as conn:
        conn.execute(update(item).where(item.c.pos == 2).values(state=3))
    team.do("ann", "skip", 0)
    assert team.next("bob") == 1
    assert team.next("bob", hold=[1], session="b2") == 0


def test_an_annotator_at_work_keeps_what_came_back_over_a_restart(make_project, clock):
    team = Team(make_project(20, control=0.0, review=Review(share=1.0, return_after=1000.0)), clock)
    team.say("ann", 3)
    team.do("rev", "reject", 3, reason="no")
    clock.now += 900
    team.say("ann", 4)
    clock.now += 200
    team.restart()
    assert team.next("bob") != 3
    clock.now += 1000
    assert 3 in team.items("bob", 2, session="later")
