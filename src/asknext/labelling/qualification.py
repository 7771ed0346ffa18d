"""The test before real work: whether somebody has passed it, may take it, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.content import content_of
from asknext.labelling.right_on_gold import right_on_gold
from asknext.project.config import Config
from asknext.project.team_config import Qualification
from asknext.store.browse import item_rows
from asknext.store.events import first_labels, gold_reasons, last_event
from asknext.store.label_value import decoded_value
from asknext.store.qualifications import add_test, tests_of
from asknext.store.votes import gold_answers

__all__ = ["TestState", "end_test", "grant", "last_answers", "test_state"]

GRANTED, RESET = "granted", "reset"


@dataclass(frozen=True)
class TestState:
    """Where somebody stands.

    Attributes
    ----------
    passed : whether they may do real work. answered, items : of the test they are at. attempts, most : tests they
    have finished and may take. score : of the last one. may_begin_at : when the next one may be begun.
    """

    __test__ = False  # no test of pytest

    passed: bool
    answered: int
    items: int
    attempts: int
    most: int
    score: float | None
    may_begin_at: float

    @property
    def failed(self) -> bool:
        """Whether there is no further attempt."""
        return not self.passed and self.attempts >= self.most

    def missing(self, now: float) -> int:
        """How many items of the test are still to be answered now."""
        if self.passed or self.failed or now < self.may_begin_at:
            return 0
        return max(0, self.items - self.answered)


def test_state(conn: Connection, rules: Qualification, annotator: str) -> TestState:
    """Where ``annotator`` stands."""
    tests = _in_order(tests_of(conn, annotator))
    taken = _since_reset(tests)
    passed = rules.items == 0 or any(each.passed for each in taken)
    answered = 0 if passed else len(_untested(conn, annotator, tests))
    last = taken[-1] if taken else None
    waits = last.at + rules.wait if last is not None and answered == 0 else 0.0
    score = None if last is None else last.score
    return TestState(passed, answered, rules.items, len(taken), rules.attempts, score, waits)


test_state.__test__ = False  # type: ignore[attr-defined]


def end_test(conn: Connection, config: Config, rules: Qualification, annotator: str, now: float) -> TestState:
    """Score the test when its last item was answered; where they stand then."""
    state = test_state(conn, rules, annotator)
    if state.passed or state.failed or state.answered < state.items:
        return state
    answers = _untested(conn, annotator, tests_of(conn, annotator))[: rules.items]
    score = sum(right_on_gold(each.value, each.gold, config) for each in answers) / len(answers)
    name = f"{state.attempts + 1}:{answers[-1].seq}"
    add_test(conn, annotator, name, at=now, score=score, passed=score >= rules.accuracy)
    return test_state(conn, rules, annotator)


def grant(conn: Connection, annotator: str, *, passed: bool, now: float) -> None:
    """Let somebody work without a test; or have them begin again, as if they had taken none."""
    name = f"{GRANTED if passed else RESET}:{last_event(conn)}"
    add_test(conn, annotator, name, at=now, score=float(passed), passed=passed)


def last_answers(conn: Connection, config: Config, annotator: str) -> list[dict[str, Any]]:
    """Each answer of the last test somebody finished: item, id, content, value, gold, right, explanation."""
    tests = [each for each in _in_order(tests_of(conn, annotator)) if each.test[0].isdigit()]
    if not tests:
        return []
    before, last = [0, *map(_end, tests)][-2:]
    answers = gold_answers(conn, annotator)
    first = first_labels(conn, annotator, [each.item for each in answers])
    answers = [each for each in answers if before < first.get(each.item, each.seq) and each.seq <= last]
    rows = item_rows(conn, [each.item for each in answers])
    why = gold_reasons(conn, list(rows))
    return [
        {
            "item": each.item,
            "id": rows[each.item].id,
            "content": content_of(config, rows[each.item]),
            "value": decoded_value(each.value),
            "gold": decoded_value(each.gold),
            "right": right_on_gold(each.value, each.gold, config),
            "explanation": why.get(each.item),
        }
        for each in answers
    ]


def _in_order(tests: Sequence[Any]) -> list[Any]:
    """The oldest first; of a reset and a grant at one moment the grant is the newer one."""
    return sorted(tests, key=lambda each: (each.at, _end(each), each.test.startswith(GRANTED)))


def _since_reset(tests: Sequence[Any]) -> list[Any]:
    resets = [place for place, each in enumerate(tests) if each.test.startswith(RESET)]
    return list(tests[resets[-1] + 1 :]) if resets else list(tests)


def _untested(conn: Connection, annotator: str, tests: Sequence[Any]) -> list[Any]:
    """The answers on items that were first answered after the last test: of the others the right ones were shown."""
    last = max(map(_end, tests), default=0)
    answers = gold_answers(conn, annotator)
    first = first_labels(conn, annotator, [each.item for each in answers])
    return [each for each in answers if first.get(each.item, each.seq) > last]


def _end(test: Any) -> int:
    """A test is named by its number and the event that ended it."""
    number = test.test.partition(":")[2]
    return int(number) if number else 0
