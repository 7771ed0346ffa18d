"""Review, the way back to the annotator, adjudication, and questions about items."""

import pytest
from tests.labelling.bench import Team

from asknext.labelling.threads import listed_questions
from asknext.project.team_config import Overlap, Review

pytestmark = pytest.mark.usefixtures("sqlite_or_postgres")


@pytest.fixture
def team(make_project, clock):
    return Team(make_project(10, control=0.0, review=Review(share=1.0)), clock)


def test_an_answer_waits_for_a_reviewer_who_accepts_it(team):
    team.say("ann", 3)
    assert (team.state(3), team.value(3)) == ("review", "c1")
    assert team.items("rev", kind="review") == [3]
    assert team.do("rev", "accept", 3).state == 1
    assert (team.state(3), team.label(3).decided, team.label(3).annotator) == ("labelled", "review", "ann")
    assert team.holders(3) == set()


def test_nobody_reviews_their_own_answer(team):
    team.say("ann", 3)
    found = team.lease("ann", kind="review")
    assert found.items == ()
    assert "another reviewer" in found.waiting
    for kind in ("accept", "reject", "correct"):
        done = team.do("ann", kind, 3, ["c2"] if kind == "correct" else None, reason="mine")
        assert (done.status, "yourself" in done.message) == ("refused", True)


def test_one_reviewer_at_a_time_holds_an_item(team):
    team.say("ann", 3)
    assert team.items("rev", kind="review") == [3]
    assert team.items("sue", kind="review") == []
    team.clock.now += 200
    assert team.items("sue", kind="review") == [3]
    team.release("sue")
    assert team.items("rev", kind="review", session="again") == [3]


def test_a_rejected_item_goes_back_to_its_annotator_with_the_reason_until_it_is_right(team):
    team.say("ann", 3, "c1")
    assert team.do("rev", "reject", 3).status == "refused"  # without a reason
    assert team.do("rev", "reject", 3, reason="This is a question.").status == "stored"
    assert (team.state(3), team.value(3), team.row(3).assigned) == ("rejected", None, "ann")
    assert 3 not in team.items("bob", 9)
    assert team.next("ann") == 3
    team.say("ann", 3, "c2")
    assert (team.state(3), team.value(3)) == ("review", "c2")
    team.do("rev", "reject", 3, reason="Still not.")
    team.say("ann", 3, "c3")
    team.do("rev", "accept", 3)
    assert (team.state(3), team.value(3)) == ("labelled", "c3")
    assert [each.reason for each in team.events(kind="reject")] == ["This is a question.", "Still not."]


def test_who_skips_a_rejected_item_leaves_it_to_others(team):
    team.say("ann", 3)
    team.do("rev", "reject", 3, reason="no")
    team.do("ann", "skip", 3)
    assert (team.state(3), team.row(3).assigned) == ("skipped", None)


def test_a_correction_counts_and_the_difference_is_kept(team):
    team.say("ann", 3, "c1")
    team.do("rev", "correct", 3, ["c2"], reason="see page 4")
    assert (team.state(3), team.value(3), team.label(3).decided) == ("labelled", "c2", "correction")
    assert team.votes(3) == {"ann": "c1"}
    assert team.say("ann", 3, "c3").previous == ["c2"]  # she may change her answer; the reviewer's word stands
    assert (team.value(3), team.votes(3)) == ("c2", {"ann": "c3"})


def test_a_judgement_is_taken_back_and_the_item_is_in_the_reviewers_hands_again(team):
    team.say("ann", 3)
    team.do("rev", "reject", 3, reason="no", uid="r")
    done = team.do("rev", "undo", target="r")
    assert (team.state(3), team.value(3), done.lease.stream) == ("review", "c1", "review")
    assert team.items("sue", kind="review") == []
    team.do("rev", "accept", 3, uid="a")
    team.do("rev", "undo", target="a")
    assert team.state(3) == "review"
    assert "only its maker" in team.do("sue", "undo", target="a").message


def test_who_changes_an_accepted_answer_is_reviewed_again(team):
    team.say("ann", 3, "c1")
    team.do("rev", "accept", 3)
    team.say("ann", 3, "c1")
    assert team.state(3) == "labelled"
    team.say("ann", 3, "c2")
    assert team.state(3) == "review"


def test_two_reviewers_who_decide_at_once(team):
    team.say("ann", 3)
    assert team.do("rev", "accept", 3).status == "stored"
    done = team.do("sue", "accept", 3)
    assert (done.status, "any more" in done.message) == ("refused", True)


def test_a_share_is_drawn_by_the_seed_and_some_people_always(make_project, clock):
    team = Team(make_project(80, control=0.0, review=Review(share=0.25, annotators=("new",))), clock)
    for which in range(40):
        team.say("ann", which)
        team.say("new", 40 + which)
    states = [team.state(which) for which in range(80)]
    assert 4 <= states[:40].count("review") <= 18
    assert states[40:] == ["review"] * 40


def test_those_who_disagree_are_judged_by_somebody_who_did_not_take_part(make_project, clock):
    team = Team(make_project(5, control=0.0, overlap=Overlap(labels=2)), clock)
    team.say("ann", 0, "c1"), team.say("bob", 0, "c2")
    assert (team.state(0), team.value(0)) == ("disputed", None)
    assert team.items("ann", kind="adjudicate") == []
    assert team.do("bob", "adjudicate", 0, ["c2"]).status == "refused"
    assert team.items("rev", kind="adjudicate") == [0]
    team.do("rev", "adjudicate", 0, ["c2"])
    assert (team.state(0), team.value(0), team.label(0).decided) == ("labelled", "c2", "adjudication")
    assert (team.label(0).votes, team.label(0).annotator) == (2, "rev")


def test_without_adjudication_the_newer_of_two_stands(make_project, clock):
    team = Team(make_project(5, control=0.0, overlap=Overlap(labels=2, adjudicate=0.0)), clock)
    team.say("ann", 0, "c1"), team.say("bob", 0, "c2")
    assert (team.state(0), team.value(0)) == ("labelled", "c2")


def test_one_reviewers_own_answers_do_not_hide_those_of_others(team):
    for which in range(9):
        team.say("rev", which)
    team.say("ann", 9)
    assert team.items("rev", 3, kind="review") == [9]
    team.say("ann", 2, "c2", session="x")  # late: it was answered already
    assert len(team.items("sue", 20, kind="review")) == 9


def test_questions_replies_and_what_is_resolved(team):
    team.do("ann", "question", 3, "Is a <b>greeting</b> positive?", uid="q", park=True)
    team.do("bob", "question", 4, "And this?", uid="p")
    assert (team.state(3), team.state(4)) == ("skipped", "open")
    team.do("boss", "reply", value="Only with a smile.", target="q")
    with team.project.database.read() as conn:
        found = listed_questions(conn, team.project.config)
    assert [(each["item"], each["text"]) for each in found] == [(4, "And this?"), (3, "Is a <b>greeting</b> positive?")]
    assert [each["text"] for each in found[1]["replies"]] == ["Only with a smile."]
    team.do("ann", "resolve", target="q")
    assert team.state(3) == "open"
    with team.project.database.read() as conn:
        assert [each["uid"] for each in listed_questions(conn, team.project.config)] == ["p"]


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [
        ("reply", {"target": "nothing", "value": "x"}, "no such question"),
        ("reply", {"target": "q", "value": " "}, "A reply is text"),
        ("resolve", {}, "uid of the question"),
        ("question", {"which": 3, "value": None}, "A question is text"),
        ("accept", {"which": 3}, "does not wait for review"),
        ("correct", {"which": 3, "value": ["c1"]}, "no answer that could be corrected"),
        ("reject", {"which": 3, "reason": "x"}, "no label that could be sent back"),
        ("adjudicate", {"which": 3, "value": ["c1"]}, "does not wait for a decision"),
        ("label", {"which": 3, "value": ["c1"], "reason": "\0"}, "no text"),
    ],
)
def test_what_cannot_be_is_said(team, kind, more, words):
    team.do("ann", "question", 3, "What?", uid="q")
    done = team.do("rev", kind, **more)
    assert (done.status, words in done.message) == ("refused", True), done.message


def test_roles_are_limited_to_their_kinds_of_action(team):
    annotator = {"label", "skip", "comment", "question", "undo"}
    team.say("ann", 3, uid="a")
    assert "does not include" in team.do("bob", "accept", 3, allowed=annotator).message
    assert "answers of others" in team.do("bob", "label", 3, ["c2"], stream="list", allowed=annotator).message
    changed = team.do("ann", "label", 3, ["c2"], stream="list", session="after a reload", allowed=annotator)
    assert (changed.status, changed.late, team.value(3)) == ("stored", False, "c2")
    team.do("bob", "question", 3, "?", uid="q", allowed=annotator)
    assert "whoever asked it" in team.do("ann", "resolve", target="q", allowed=annotator).message
    assert team.do("bob", "resolve", target="q", allowed=annotator).status == "stored"


def test_nobody_judges_an_answer_that_they_have_not_seen(team):
    team.say("ann", 3, "c1")
    team.items("rev", kind="review")
    team.say("ann", 3, "c2")  # meanwhile
    for kind in ("accept", "reject"):
        done = team.do("rev", kind, 3, reason="no", seen=["c1"])
        assert (done.status, "its answer was changed" in done.message) == ("refused", True)
        for unsaid in (None, 7, [["c2"]], {"classes": ["c2"]}):
            assert team.do("rev", kind, 3, reason="no", seen=unsaid).status == "refused"
    assert (team.state(3), team.value(3)) == ("review", "c2")
    assert team.do("rev", "accept", 3, seen=["c2"]).status == "stored"
    assert team.do("rev", "reject", 3, reason="no", seen=None, stream="list").status == "stored"


def test_an_item_that_needs_no_review_any_more_is_in_no_reviewers_hands(team):
    team.say("ann", 3, uid="a")
    assert team.items("rev", kind="review") == [3]
    assert team.do("ann", "undo", target="a").lease is not None
    assert (team.state(3), team.holders(3)) == ("open", {"ann"})
    assert team.say("ann", 3, "c2").late is False
