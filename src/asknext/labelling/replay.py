"""What people did to an item, put together from its events: the one place where events become a story.

`asknext.labelling.derive` says what follows from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

__all__ = ["FIXING", "FREED", "MACHINE", "PARK", "Story", "replay"]

MACHINE = "machine"
PARK = "park"
"""The reason of a question that holds its item back."""
ASSIGNED, FREED = "assigned", "freed"

FIXING = ("import", "list", "tell")
"""Streams whose labels are not one answer among several: they fix what the label is."""


@dataclass
class Story:
    """An item since it was last asked anew (a requeue, or a rejection, ends what was before).

    Attributes
    ----------
    answers : annotator -> their newest label event, those that came late or fixed the label included.
    ruling : the newest event that fixes the label, whatever the answers say. answered_since : whether an answer came
        after it. accepted : the newest acceptance.
    rejected : the rejection that waits for a new answer. freed : whether its annotator left, so that anybody may give
        it. returned : whether there was a rejection at all.
    skipped, ignored, flagged : marks that stand. parked : uids of the open questions that park the item.
    gold : the right answer (JSON) of an item that only checks annotators. assigned : whom a manager gave it to.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    ruling: Any = None
    answered_since: bool = False
    accepted: Any = None
    rejected: Any = None
    returned: bool = False
    freed: bool = False
    skipped: bool = False
    ignored: bool = False
    flagged: bool = False
    parked: set[str] = field(default_factory=set)
    gold: str | None = None
    assigned: str | None = None

    def begin_anew(self, rejected: Any = None) -> None:
        """Nothing that was said so far counts any more."""
        self.answers, self.ruling, self.accepted = {}, None, None
        self.rejected, self.returned, self.freed = rejected, rejected is not None, False
        self.skipped = self.ignored = False


def replay(events: Iterable[Any]) -> Story:
    """Put an item's story together from its events, oldest first, without those withdrawn.

    A person's label ends a skip and an ignore; one that came late (``current`` is false) is an answer, and changes
    nothing else.
    """
    story = Story()
    for each in events:
        _MEANING.get(each.kind, _nothing)(story, each)
    return story


def _label(story: Story, each: Any) -> None:
    if not each.current:
        story.answers.setdefault(each.annotator, each)
        return
    story.answers.pop(each.annotator, None)  # so that the order is that of the newest answers
    story.answers[each.annotator] = each
    if each.stream == MACHINE:
        return  # a model undoes nothing that a person decided
    story.skipped = story.ignored = False
    story.rejected = None
    if each.stream in FIXING:
        story.ruling, story.answered_since = each, False
    else:
        story.answered_since = True


def _skip(story: Story, each: Any) -> None:
    story.skipped = story.skipped or bool(each.current)


def _ignore(story: Story, each: Any) -> None:
    story.ignored = each.kind == "ignore"


def _flag(story: Story, each: Any) -> None:
    story.flagged = each.kind == "flag"


def _requeue(story: Story, _each: Any) -> None:
    story.begin_anew()


def _reject(story: Story, each: Any) -> None:
    story.begin_anew(rejected=each)


def _accept(story: Story, each: Any) -> None:
    story.accepted = each


def _decide(story: Story, each: Any) -> None:
    story.ruling, story.answered_since = each, False
    story.rejected, story.skipped, story.ignored = None, False, False


def _question(story: Story, each: Any) -> None:
    if each.reason == PARK:
        story.parked.add(each.uid)


def _resolve(story: Story, each: Any) -> None:
    story.parked.discard(each.reason)


def _gold(story: Story, each: Any) -> None:
    story.gold = each.value


def _prioritise(story: Story, each: Any) -> None:
    given = json.loads(each.value)
    story.assigned = given.get(ASSIGNED, story.assigned)
    if story.rejected is not None and given.get(FREED) == story.rejected.value:
        story.freed = True


def _nothing(_story: Story, _each: Any) -> None:
    """Comments, replies and the like change no state."""


_MEANING = {
    "label": _label,
    "skip": _skip,
    "ignore": _ignore,
    "unignore": _ignore,
    "flag": _flag,
    "unflag": _flag,
    "requeue": _requeue,
    "reject": _reject,
    "accept": _accept,
    "correct": _decide,
    "adjudicate": _decide,
    "question": _question,
    "resolve": _resolve,
    "gold": _gold,
    "prioritise": _prioritise,
}
