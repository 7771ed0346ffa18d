from types import SimpleNamespace

import pytest

from asknext.labelling.derive import derive
from asknext.labelling.policy import Policy
from asknext.labelling.replay import replay
from asknext.project.team_config import Overlap, Review
from asknext.store.schema import DISPUTED, IGNORED, LABELLED, OPEN, REJECTED, REVIEW, SKIPPED


def happened(words):
    """``ann:label=a`` is Ann's answer a; ``~`` before it says that it came late, ``@list`` behind how it came."""
    events = []
    for seq, word in enumerate(words.split()):
        late, word = word.startswith("~"), word.lstrip("~")
        word, _, stream = word.partition("@")
        who, _, what = word.rpartition(":")
        kind, _, value = what.partition("=")
        text = value if kind in ("reject", "gold") else f'["{value}"]' if value else None
        events.append(
            SimpleNamespace(
                seq=seq, uid=f"u{seq}", kind=kind, annotator=who or "ann", value=text or None, current=not late,
                stream=stream or "strategy", session=who or "ann", at=float(seq), seconds=None, reason=None,
            )
        )  # fmt: skip
    return events


NO_REVIEW = Review()


def derived(words, *, wanted=None, review=NO_REVIEW, skills=None, **overlap):
    policy = Policy(Overlap(**overlap), review, 0, False)
    return derive(replay(happened(words)), policy, which=7, wanted=wanted, n_classes=3, skills=skills)


@pytest.mark.parametrize(
    ("story", "state", "label", "flagged"),
    [
        ("", OPEN, None, False),
        ("label=a", LABELLED, 0, False),
        ("label=a label=b", LABELLED, 1, False),
        ("skip", SKIPPED, None, False),
        ("skip label=a", LABELLED, 1, False),
        ("label=a ~skip", LABELLED, 0, False),
        ("label=a ignore", IGNORED, None, False),
        ("label=a ignore unignore", LABELLED, 0, False),
        ("ignore label=a", LABELLED, 1, False),
        ("ignore ~label=a", IGNORED, None, False),
        ("skip requeue", OPEN, None, False),
        ("label=a requeue", OPEN, None, False),
        ("ignore requeue", OPEN, None, False),
        ("skip ignore unignore", SKIPPED, None, False),
        ("flag", OPEN, None, True),
        ("flag label=a comment=x", LABELLED, 1, True),
        ("flag unflag", OPEN, None, False),
        ("label=a ~bob:label=b", LABELLED, 0, False),
        ("label=a bob:label=b@list", LABELLED, 1, False),
        ("bob:label=b@list label=a", LABELLED, 1, False),
        ("label=a@import", LABELLED, 0, False),
        ("label=a@tell", LABELLED, 0, False),
        ("label=a gold=[]", LABELLED, None, False),
        ("gold=[] label=a", LABELLED, None, False),
    ],
)
def test_what_an_item_of_one_answer_is(story, state, label, flagged):
    found = derived(story)
    assert (found.state, found.label and found.label.event.seq, found.flagged) == (state, label, flagged)


@pytest.mark.parametrize(
    ("story", "state", "value", "votes"),
    [
        ("a:label=x", OPEN, None, 1),
        ("a:label=x b:label=x", OPEN, None, 2),
        ("a:label=x b:label=x c:label=y", LABELLED, "x", 3),
        ("a:label=x b:label=y c:label=z", DISPUTED, None, 3),
        ("a:label=x b:label=x c:label=y ~d:label=x", LABELLED, "x", 4),
        ("a:label=x a:label=y b:label=y", OPEN, None, 2),
        ("a:label=x b:skip", SKIPPED, None, 1),
        ("a:label=x b:skip c:label=x", OPEN, None, 2),
        ("a:label=x boss:label=z@list", LABELLED, "z", 1),
        ("a:label=x boss:label=z@list b:label=x c:label=x", LABELLED, "z", 3),
        ("a:label=x b:label=y c:label=z r:adjudicate=y", LABELLED, "y", 3),
        ("a:label=x m:label=x@machine b:label=x", OPEN, None, 2),
        ("a:label=x m:label=x@machine b:label=x c:label=y", LABELLED, "x", 3),
        ("a:label=x b:label=x c:label=x requeue a:label=y", OPEN, None, 1),
    ],
)
def test_what_an_item_of_three_answers_is(story, state, value, votes):
    found = derived(story, labels=3)
    assert (found.state, found.votes) == (state, votes)
    assert (found.label and found.label.value) == (value and f'["{value}"]')


def test_further_answers_are_asked_for_only_while_the_consensus_is_unsure():
    rules = {"labels": 1, "most": 4, "adaptive": True, "confidence": 0.95}
    assert derived("a:label=x", **rules).state == OPEN  # .8 is not .95
    assert derived("a:label=x b:label=x", **rules).state == LABELLED  # .8 * .8 against twice .1 * .1: .97
    assert derived("a:label=x b:label=y", **rules).state == OPEN
    assert derived("a:label=x b:label=y c:label=x", **rules).state == OPEN
    assert derived("a:label=x b:label=y c:label=x d:label=x", **rules).state == LABELLED
    assert derived("a:label=x", **rules, skills={"a": 0.99}).state == LABELLED


def test_the_confidence_of_a_consensus_is_that_of_bayes_rule():
    found = derived("a:label=x b:label=x c:label=y", labels=3).label
    sure = 0.8 * 0.8 * 0.1 / (0.8 * 0.8 * 0.1 + 0.1 * 0.1 * 0.8 + 0.1 * 0.1 * 0.1)
    assert (found.decided, found.votes) == ("consensus", 3)
    assert found.confidence == pytest.approx(sure)


def test_a_skilled_annotator_outweighs_two_who_guess():
    skills = {"a": 0.97, "b": 0.4, "c": 0.4}
    assert derived("a:label=x b:label=y c:label=y", labels=3, skills=skills).label.value == '["x"]'
    same = derived("a:label=x b:label=y c:label=y", labels=3, skills=skills, consensus="majority")
    assert same.label.value == '["y"]'


@pytest.mark.parametrize(
    "before", ["label=x@import", "label=x@list", "a:label=x", "skip", "ignore", "a:label=x r:reject"]
)
def test_a_machine_undoes_nothing_that_a_person_decided(before):
    alone, after = derived(before), derived(f"{before} m:label=y@machine")
    assert (after.state, after.label and after.label.value) == (alone.state, alone.label and alone.label.value)


def test_a_machine_alone_never_closes_an_item_unless_the_project_says_so():
    assert derived("m:label=x@machine").state == OPEN
    assert derived("m:label=x@machine", machines=True).state == LABELLED
    assert derived("m:label=x@machine n:label=x@machine", labels=2).state == OPEN
    assert derived("m:label=x@machine n:label=x@machine", labels=2, machines=True).state == LABELLED
    assert derived("m:label=x@machine a:label=y").label.value == '["y"]'


def test_a_late_answer_counts_once_several_are_wanted():
    story = "a:label=x ~b:label=y"
    assert derived(story).label.value == '["x"]'
    assert derived(story, wanted=2).state == DISPUTED
    assert derived(story, wanted=2, adjudicate=0.0).label.value == '["y"]'  # of two equally likely the newer one
    assert derived(story, wanted=3).state == OPEN


@pytest.mark.parametrize(
    ("story", "state", "value"),
    [
        ("label=x", REVIEW, "x"),
        ("label=x r:accept=x", LABELLED, "x"),
        ("label=x r:accept=x label=y", REVIEW, "y"),
        ("label=x r:correct=y", LABELLED, "y"),
        ("label=x r:correct=y label=z", LABELLED, "y"),
        ("label=x r:reject=ann", REJECTED, None),
        ("label=x r:reject=ann ~bob:label=y", REJECTED, None),
        ("label=x r:reject=ann label=y", REVIEW, "y"),
        ("label=x r:reject=ann label=y r:reject=ann", REJECTED, None),
        ("label=x r:reject=ann label=y r:accept=y", LABELLED, "y"),
        ("label=x r:reject=ann bob:label=y", REVIEW, "y"),
        ("label=x r:reject=ann skip", SKIPPED, None),
        ("label=x r:reject", OPEN, None),
        ("label=x r:reject=ann requeue", OPEN, None),
        ("label=x r:reject=ann boss:label=z@list", LABELLED, "z"),
    ],
)
def test_what_a_reviewer_makes_of_it(story, state, value):
    found = derived(story, review=Review(share=1.0))
    assert (found.state, found.label and found.label.value) == (state, value and f'["{value}"]')
    assert found.assigned == ("ann" if state == REJECTED else None)


def test_who_is_reviewed():
    assert derived("label=x", review=Review(annotators=("ann",))).state == REVIEW
    assert derived("label=x", review=Review(annotators=("bob",))).state == LABELLED
    unsure = Review(below=0.9)
    assert derived("a:label=x b:label=y c:label=x", labels=3, review=unsure).state == REVIEW
    assert derived("a:label=x b:label=x c:label=x", labels=3, review=unsure).state == LABELLED
    drawn = [
        derive(replay(happened("label=x")), Policy(Overlap(), Review(0.3), 5, False), which=k) for k in range(1000)
    ]
    assert 250 < sum(each.state == REVIEW for each in drawn) < 350


def test_a_question_may_hold_the_item_back_until_it_is_resolved():
    asked = SimpleNamespace(kind="question", uid="q", reason="park", annotator="a", current=True)
    other = SimpleNamespace(kind="question", uid="p", reason=None, annotator="a", current=True)
    solved = SimpleNamespace(kind="resolve", uid="s", reason="q", annotator="b", current=True)
    policy = Policy(Overlap(), Review(), 0, False)
    states = [derive(replay(story), policy, which=0).state for story in ([other], [asked], [asked, solved])]
    assert states == [OPEN, SKIPPED, OPEN]
