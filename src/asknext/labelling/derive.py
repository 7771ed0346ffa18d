"""What an item's story comes to under the project's rules: its state, its label, its votes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from asknext.labelling.consensus import UNKNOWN_SKILL, consensus, newest_of_most
from asknext.labelling.policy import Policy
from asknext.labelling.replay import FIXING, MACHINE, Story
from asknext.labelling.stream import UNASKED
from asknext.project.annotate_config import ANNOTATED
from asknext.store.schema import DISPUTED, IGNORED, LABELLED, OPEN, REJECTED, REVIEW, SKIPPED

__all__ = ["Derived", "GivenLabel", "derive"]

DECIDED = {"correct": "correction", "adjudicate": "adjudication"}


@dataclass(frozen=True)
class GivenLabel:
    """A label, the event that stands for it, and what it rests on (see the table ``label``)."""

    value: str
    event: Any
    decided: str
    votes: int
    confidence: float | None = None


@dataclass(frozen=True)
class Derived:
    """An item as the database holds it.

    Attributes
    ----------
    state : see `asknext.store.schema`. label : None where there is none, and on gold items.
    assigned : the only annotator who gets it. votes : answers of people that count.
    answers : annotator -> label event, for the table ``vote``. gold : JSON, or None.
    """

    state: int
    flagged: bool
    label: GivenLabel | None = None
    assigned: str | None = None
    votes: int = 0
    answers: Mapping[str, Any] = field(default_factory=dict)
    gold: str | None = None


def derive(
    story: Story,
    policy: Policy,
    *,
    which: int,
    wanted: int | None = None,
    n_classes: int = 2,
    skills: Mapping[str, float] | None = None,
) -> Derived:
    """What ``story`` comes to.

    Parameters
    ----------
    which, wanted : the item's position, and the answers wanted for it alone. n_classes : there are to choose from.
    skills : how often annotators are right.
    """
    state, label, votes = _outcome(story, policy, which, wanted, n_classes, skills)
    return Derived(state, story.flagged, label, _assigned(story, state), votes, story.answers, story.gold)


def _assigned(story: Story, state: int) -> str | None:
    """Who alone gets the item, until they have answered."""
    if state == REJECTED:
        return str(story.rejected.value)
    return story.assigned if state == OPEN and story.assigned not in story.answers else None


_Outcome = tuple[int, GivenLabel | None, int]


def _outcome(
    story: Story, policy: Policy, which: int, wanted: int | None, n_classes: int, skills: Mapping[str, float] | None
) -> _Outcome:
    answers = _counting(story, policy, wanted)
    people = answers if policy.overlap.machines else [each for each in answers if each.stream != MACHINE]
    votes = len(people)
    if story.gold is not None:
        return LABELLED, None, 0
    if story.ignored:
        return IGNORED, None, votes
    if _is_ruled(story, policy, wanted):
        return LABELLED, _ruled(story, len(answers)), votes
    if story.rejected is not None:
        waits = story.rejected.value is not None and not story.freed and _open(story) == OPEN
        return REJECTED if waits else _open(story), None, 0
    if not people:
        return _open(story), None, 0
    if story.returned or not policy.shared(wanted):
        return _single(story, policy, which, people)
    label, unanimous = _shared(policy, answers, n_classes, skills)
    sure = label.confidence or 0.0
    if not policy.enough(wanted, votes, sure):
        return _open(story), None, votes
    if not unanimous and sure < policy.overlap.adjudicate:
        return DISPUTED, None, votes
    return _after_review(story, policy, which, label, answers, votes)


def _counting(story: Story, policy: Policy, wanted: int | None) -> list[Any]:
    """The answers that say what the label is; one that came late only where several are wanted."""
    late_too = policy.shared(wanted) and not story.returned
    return [each for each in story.answers.values() if _may_count(each, late_too)]


def _may_count(each: Any, late_too: bool) -> bool:
    return each.stream not in (*FIXING, UNASKED) and (each.current or late_too)


def _is_ruled(story: Story, policy: Policy, wanted: int | None) -> bool:
    """Between two labels of an item that one person answers the newest counts; a reviewer's word always stands."""
    if story.ruling is None:
        return False
    one_answers = not policy.shared(wanted) or story.returned
    return not (story.ruling.kind == "label" and story.answered_since and one_answers)


def _ruled(story: Story, answers: int) -> GivenLabel:
    ruling = story.ruling
    if ruling.kind == "label":
        decided = "correction" if ruling.stream == "list" and answers else "vote"
        decided = decided if ruling.stream == "list" else "import"
    else:
        decided = DECIDED[ruling.kind]
    return GivenLabel(ruling.value, ruling, decided, answers)


def _open(story: Story) -> int:
    return SKIPPED if story.skipped or story.parked else OPEN


def _single(story: Story, policy: Policy, which: int, people: Sequence[Any]) -> _Outcome:
    """One person's answer is the label; after a rejection it is looked at again."""
    vote = people[-1] if policy.task in ANNOTATED else newest_of_most(people)
    return _after_review(story, policy, which, GivenLabel(vote.value, vote, "vote", 1), [vote], 1)


def _shared(
    policy: Policy, answers: Sequence[Any], n_classes: int, skills: Mapping[str, float] | None
) -> tuple[GivenLabel, bool]:
    if policy.task in ANNOTATED:
        return _medoid(policy, answers)
    weights = skills if policy.overlap.consensus == "weighted" else None
    found = consensus(answers, n_classes=n_classes, multilabel=policy.multilabel, skills=weights)
    decided = "consensus" if len(answers) > 1 else "vote"
    return GivenLabel(found.value, found.vote, decided, len(answers), found.confidence), found.unanimous


def _medoid(policy: Policy, answers: Sequence[Any]) -> tuple[GivenLabel, bool]:
    """Of annotations nothing is mixed: the label is one answer as it was given."""
    if len(answers) == 1:
        sure = UNKNOWN_SKILL
        return GivenLabel(answers[0].value, answers[0], "vote", 1, sure), True
    from asknext.labelling.annotated_agreement import medoid

    best, sure, unanimous = medoid([each.value for each in answers], policy.annotate.step)
    return GivenLabel(answers[best].value, answers[best], "consensus", len(answers), sure), unanimous


def _after_review(
    story: Story, policy: Policy, which: int, label: GivenLabel, answers: Sequence[Any], votes: int
) -> _Outcome:
    if story.accepted is not None and _same(story.accepted.value, label.value):
        return LABELLED, GivenLabel(label.value, label.event, "review", label.votes, label.confidence), votes
    said = {each.annotator for each in answers}
    if story.accepted is not None or story.returned or policy.is_reviewed(which, said, label.confidence):
        return REVIEW, label, votes
    return LABELLED, label, votes


def _same(one: str, other: str) -> bool:
    return bool(json.loads(one) == json.loads(other))
