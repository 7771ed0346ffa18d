"""What every simulated annotator was told, and whether the database says the same afterwards."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select

from asknext.project.folder import Project
from asknext.store.schema import event, item, label, vote

__all__ = ["Hold", "Ledger", "Sent", "certain", "check", "count_double_leased"]


@dataclass
class Sent:
    """One event: ``acknowledged`` once the server said that it is stored, ``status`` what it said.

    ``begun``, ``ended`` : when it was first sent, and when the first answer came; in between the server took it.
    """

    uid: str
    annotator: str
    kind: str
    item: int | None
    value: Any = None
    target: str | None = None
    acknowledged: bool = False
    status: str | None = None
    begun: float = math.inf
    ended: float = math.inf


@dataclass(frozen=True)
class Hold:
    """From ``begin`` to ``end`` (seconds) the item was in this session's hands, as far as it was told.

    ``asked`` : when it had sent the request that ``begin`` is the answer of.
    """

    item: int
    session: str
    begin: float
    end: float
    asked: float


@dataclass
class Ledger:
    """All that was sent and held, by everybody."""

    sent: dict[str, Sent] = field(default_factory=dict)
    holds: list[Hold] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


def check(project: Project, ledger: Ledger, overlap: int = 1) -> dict[str, int]:
    """What went wrong, as numbers that all should be 0: lost, doubled, changed, unknown, double_leased, underived."""
    with project.database.read() as conn:
        rows = conn.execute(select(event).order_by(event.c.seq)).all()
        labels = {row.item: row.value for row in conn.execute(select(label))}
        states = {row.pos: row.state for row in conn.execute(select(item.c.pos, item.c.state))}
        votes = {(row.item, row.annotator): row.value for row in conn.execute(select(vote))}
    stored = {row.uid: row for row in rows}
    acknowledged = [each for each in ledger.sent.values() if each.acknowledged]
    return {
        "lost": sum(each.uid not in stored for each in acknowledged),
        "doubled": len(rows) - len(stored),
        "changed": sum(each.uid in stored and not _same(each, stored[each.uid]) for each in acknowledged),
        "unknown": sum(uid not in ledger.sent for uid in stored),
        "double_leased": count_double_leased(certain(ledger), overlap),
        "underived": count_underived(rows, labels, states, votes, overlap),
    }


def _same(sent: Sent, row: Any) -> bool:
    value = None if row.value is None else json.loads(row.value)
    right_item = sent.item is None or row.item == sent.item
    return bool(row.kind == sent.kind and row.annotator == sent.annotator and right_item and value == sent.value)


def certain(ledger: Ledger) -> list[Hold]:
    """The holds without what nobody could know: an answer of anybody, once taken, ends all hands on its item."""
    answers: dict[int, list[Sent]] = defaultdict(list)
    for each in ledger.sent.values():
        if each.kind in ("label", "skip") and each.item is not None:
            answers[each.item].append(each)
    return [
        replace(hold, end=min([hold.end, *(each.begun for each in answers[hold.item] if each.ended >= hold.asked)]))
        for hold in ledger.holds
    ]


def count_double_leased(holds: Iterable[Hold], overlap: int) -> int:
    """Moments at which more sessions than ``overlap`` held an item."""
    by_item: dict[int, list[Hold]] = defaultdict(list)
    for each in holds:
        if each.end > each.begin:
            by_item[each.item].append(each)
    return sum(_most_at_once(found) > overlap for found in by_item.values())


def _most_at_once(holds: Sequence[Hold]) -> int:
    moments = sorted(
        [(each.begin, 1, each.session) for each in holds] + [(each.end, 0, each.session) for each in holds]
    )
    held: Counter[str] = Counter()
    most = 0
    for _, begins, session in moments:
        held[session] += 1 if begins else -1
        most = max(most, sum(count > 0 for count in held.values()))
    return most


def count_underived(
    rows: Sequence[Any], labels: dict[int, str], states: dict[int, int], votes: dict[tuple[int, str], str], overlap: int
) -> int:
    """Items whose label, state or votes are not what their events say, by rules written down here once more."""
    undone = {row.undoes for row in rows if row.undoes is not None}
    by_item: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        if row.kind in ("label", "skip") and row.seq not in undone:
            by_item[row.item].append(row)
    if overlap > 1:  # the consensus is another matter; that each annotator has one vote is not
        return _wrong_votes(by_item, votes)
    wrong = _wrong_votes(by_item, votes)
    for which, state in states.items():
        current = [row for row in by_item.get(which, ()) if row.current]
        answers = [row for row in current if row.kind == "label"]
        skipped = bool(current) and current[-1].kind == "skip" and not answers
        expected = (answers[-1].value, 1) if answers else (None, 2 if skipped else 0)
        wrong += (labels.get(which), state) != expected
    return wrong


def _wrong_votes(by_item: dict[int, list[Any]], votes: dict[tuple[int, str], str]) -> int:
    expected: dict[tuple[int, str], str] = {}
    for row in (row for found in by_item.values() for row in found if row.kind == "label"):
        if row.current or (row.item, row.annotator) not in expected:  # what came late replaces nothing
            expected[row.item, row.annotator] = row.value
    return sum(votes.get(key) != expected.get(key) for key in {*votes, *expected})
