"""Priorities from outside: what is asked first, how many answers it gets, and who can give them."""

from __future__ import annotations

import json
import math
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection

from asknext.errors import InputError
from asknext.labelling.action import LONGEST_NAME, checked_text
from asknext.labelling.doer import Doer
from asknext.labelling.policy import Policy
from asknext.labelling.server_uid import PRIORITY_UID
from asknext.labelling.settle import settle
from asknext.store.events import target_item
from asknext.store.priorities import PriorityRow, append_events, priority_rows, set_priorities
from asknext.store.queue_marker import mark_queue
from asknext.store.schema import OPEN

__all__ = ["Prioritised", "check_values", "prioritise", "read_priorities", "set_on_items"]

T = TypeVar("T")
Write = Callable[[Callable[[Connection], T]], "Future[T]"]

SESSION = "prioritise"
CHUNK = 500
SHOWN = 1000
MOST_WANTED, MOST_PRIORITY = 100, 1e12
KEYS = ("id", "priority", "wanted", "skill")


@dataclass
class Prioritised:
    """What became of priorities: ``set`` were changed, ``same`` stood so already, ``failed`` say why.

    At most a thousand of those that failed are told; ``failures`` counts them all.
    """

    set: int = 0
    same: int = 0
    failures: int = 0
    failed: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, id: Any, message: str) -> None:
        """Take note of one that could not be."""
        self.failures += 1
        if len(self.failed) < SHOWN:
            self.failed.append({"id": id, "message": message})


@dataclass(frozen=True)
class _Given:
    """One line: only the ``values`` that it names are changed."""

    id: str
    values: Mapping[str, Any]


def prioritise(
    write: Write[Any], policy: Policy, given: Iterable[Any], *, by: str, clock: Callable[[], float] = time.time
) -> Prioritised:
    """Set priority, answers wanted and skill of items by their ids; each by itself, some hundred in a transaction.

    Parameters
    ----------
    write : runs a function in a durable transaction. given : mappings with ``id`` and any of ``priority`` (0 as all
        items have it), ``wanted`` (None for the project's own number) and ``skill`` (None for none); an instance of
        `InputError` stands for one that could not be read. by : who it is.
    """
    report = Prioritised()
    for chunk in _chunks(given):
        sound = _read(chunk, report)
        if sound:
            write(partial(_store, policy=policy, given=sound, by=by, now=clock(), report=report)).result()
    return report


def check_values(values: Mapping[str, Any]) -> None:
    """Refuse what `set_on_items` could not set.

    Raises
    ------
    InputError : a value cannot be; the message says what can.
    """
    _one({"id": "any", **values})


def set_on_items(
    conn: Connection,
    policy: Policy,
    ids: Iterable[str],
    values: Mapping[str, Any],
    *,
    by: str,
    now: float,
    session: str = SESSION,
) -> Prioritised:
    """Set the same ``values`` (any of priority, wanted, skill) on each item of ``ids``, in the transaction of ``conn``.

    ``session`` is kept with the events, so that whoever set them can take them back.

    Raises
    ------
    InputError : a value cannot be; nothing is set.
    """
    report = Prioritised()
    given = {each: _one({"id": each, **values}) for each in ids}
    _store(conn, policy=policy, given=given, by=by, now=now, report=report, session=session)
    return report


def read_priorities(lines: Iterable[bytes]) -> Iterator[Any]:
    """Mappings of lines of JSON; a line that is none gives an `InputError`."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                yield InputError(f"Line {number} is not JSON.")


def _chunks(given: Iterable[Any]) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for each in given:
        chunk.append(each)
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _read(chunk: Iterable[Any], report: Prioritised) -> dict[str, _Given]:
    found: dict[str, _Given] = {}
    for each in chunk:
        try:
            one = _one(each)
        except InputError as error:
            report.refuse(each.get("id") if isinstance(each, Mapping) else None, str(error))
            continue
        before = found.get(one.id)
        found[one.id] = one if before is None else _Given(one.id, {**before.values, **one.values})
    return found


def _one(given: Any) -> _Given:
    if isinstance(given, InputError):
        raise given
    if not isinstance(given, Mapping):
        raise InputError('A priority is an object: {"id": ..., "priority": number, "wanted": number}.')
    unknown = [key for key in given if key not in KEYS]
    if unknown:
        raise InputError(f"There is no {str(unknown[0])[:60]!r} to be set; there are priority, wanted and skill.")
    which = given.get("id")
    name = str(which) if isinstance(which, int) and not isinstance(which, bool) else which
    checks = {"priority": _priority, "wanted": _wanted, "skill": _skill}
    return _Given(checked_text(name, "An id", 1000), {key: checks[key](given[key]) for key in checks if key in given})


def _priority(value: Any) -> float:
    right = isinstance(value, int | float) and not isinstance(value, bool)
    if not right or not math.isfinite(value) or abs(value) > MOST_PRIORITY:
        raise InputError("A priority is a number; 0 is what every item has, more comes first, less comes last.")
    return float(value)


def _wanted(value: Any) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_WANTED:
        raise InputError(f"The number of answers wanted is 1 to {MOST_WANTED}, or null for the project's own number.")
    return value


def _skill(value: Any) -> str | None:
    return None if value is None else checked_text(value, "A skill", LONGEST_NAME)


def _store(
    conn: Connection,
    *,
    policy: Policy,
    given: Mapping[str, _Given],
    by: str,
    now: float,
    report: Prioritised,
    session: str = SESSION,
) -> None:
    rows = priority_rows(conn, list(given))
    changes: dict[int, tuple[PriorityRow, dict[str, Any]]] = {}
    for name, each in given.items():
        if name not in rows:
            report.refuse(name, "No item has this id.")
            continue
        row = rows[name]
        before = changes.get(row.pos, (row, {}))[1]
        changes[row.pos] = (row, {**before, **each.values})
    changed = {which: _new(*each) for which, each in changes.items()}
    different = {which: new for which, new in changed.items() if new != _old(changes[which][0])}
    report.same += len(changed) - len(different)
    report.set += len(different)
    set_priorities(conn, [(which, *new) for which, new in different.items()])
    append_events(conn, [_event(which, new, by, now, session) for which, new in different.items()])
    _settle(conn, policy, by, [changes[which][0] for which in different])
    if different:
        mark_queue(conn)


def _old(row: PriorityRow) -> tuple[float, int | None, str | None]:
    return float(row.priority), row.wanted, row.skill


def _new(row: PriorityRow, values: Mapping[str, Any]) -> tuple[float, int | None, str | None]:
    """Answers that are there cannot be wanted no more: fewer wanted than there are closes the item."""
    wanted = values.get("wanted", row.wanted)
    if wanted is not None and "wanted" in values and row.votes > 1:
        wanted = max(wanted, row.votes)
    return float(values.get("priority", row.priority)), wanted, values.get("skill", row.skill)


def _event(which: int, new: tuple[float, int | None, str | None], by: str, now: float, session: str) -> dict[str, Any]:
    return {
        "uid": f"{PRIORITY_UID}{secrets.token_hex(12)}",
        "at": now,
        "annotator": by,
        "session": session,
        "item": which,
        "kind": "prioritise",
        "value": json.dumps(dict(zip(KEYS[1:], new, strict=True))),
        "stream": "prioritise",
    }


def _settle(conn: Connection, policy: Policy, by: str, rows: Iterable[PriorityRow]) -> None:
    """Another number of answers wanted may open an item again, or close it."""
    doer = Doer(conn, SESSION, by, policy)
    for row in rows:
        if row.votes > 0 or row.state != OPEN:
            now_row = target_item(conn, row.pos)
            assert now_row is not None
            settle(conn, now_row, doer.rules(now_row.wanted))
