"""Answers to items that were not handed out to whoever gives them."""

import pytest
from tests.labelling.bench import Team

from asknext.labelling.queue import FORGET_AFTER
from asknext.project.team_config import Overlap

ANNOTATOR = {"label", "skip", "undo"}
pytestmark = pytest.mark.usefixtures("sqlite_or_postgres")


@pytest.fixture(params=[1, 2])
def team(make_project, clock, request):
    return Team(make_project(20, control=0.0, overlap=Overlap(labels=request.param)), clock)


def label(team, who, which, value="c1", *, allowed=frozenset(ANNOTATOR), **more):
    done = team.do(who, "label", which, [value], allowed=allowed, **more)
    assert done.status == "stored", done.message
    return done


def test_an_answer_that_nobody_asked_for_is_kept_and_does_not_count(team):
    for kind in ("label", "label", "skip"):
        assert team.do("ann", kind, 7, ["c1"], allowed=ANNOTATOR).late
    assert label(team, "ann", 7, stream="list").late
    assert (team.state(7), team.row(7).votes, team.value(7)) == ("open", 0, None)
    assert team.votes(7) == {"ann": "c1"}
    assert {each.stream for each in team.events(item=7)} == {"unasked"}


def test_whoever_was_asked_may_answer_and_change_the_answer(team):
    which = team.next("ann")
    team.clock.now += 1000
    assert not label(team, "ann", which, session="another page", uid="a").late
    assert team.row(which).votes == 1
    team.do("ann", "undo", target="a", allowed=ANNOTATOR)
    team.release("ann")
    assert not label(team, "ann", which, "c2").late
    assert team.votes(which) == {"ann": "c2"}


def test_what_was_typed_off_line_is_kept_when_its_lease_is_forgotten(team):
    which = team.next("ann")
    team.clock.now += 2 * FORGET_AFTER
    team.restart()
    team.next("bob")
    late = label(team, "ann", which)
    assert (late.late, team.votes(which)) == (True, {"ann": "c1"})


@pytest.mark.parametrize("allowed", [None, frozenset({*ANNOTATOR, "items"}), frozenset({*ANNOTATOR, "list"})])
def test_whoever_sees_every_item_answers_any(team, allowed):
    assert not label(team, "rev", 7, allowed=allowed).late
    assert team.row(7).votes == 1
