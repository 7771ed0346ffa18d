"""Bulk operations: one action on every item that a filter finds, a few at a time, so that nobody waits for it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from asknext.errors import InputError, UnknownName
from asknext.labelling.bulk_changes import CHANGES, change, check_change
from asknext.labelling.bulk_undo import UNDO, taken_back, undoable_job
from asknext.labelling.policy import Policy
from asknext.labelling.server_uid import BULK_UID, secret_part
from asknext.labelling.work import Work
from asknext.store.browse import STATES, count_items_like, item_page, item_rows, items_with_ids
from asknext.store.jobs import add_job, change_job, job_row, recent_jobs, unfinished_jobs
from asknext.store.settings import get_setting, set_setting

__all__ = [
    "ACTIONS",
    "BULK",
    "UNDO",
    "Bulk",
    "begin",
    "cancel",
    "check",
    "job_shown",
    "jobs_shown",
    "some",
    "unfinished",
]

BULK = "bulk"
EVENTS = ("flag", "gold", "ignore", "requeue", "unflag", "unignore")
ACTIONS = (*EVENTS, *CHANGES)
LARGEST_POSITION = 2**31
SOME = 50
MOST_IDS, MOST_PROBLEMS = 100_000, 100
FILTERS = ("search", "state", "value", "control")


@dataclass(frozen=True)
class Bulk:
    """What is to be done to which items.

    Attributes
    ----------
    action : one of `ACTIONS`, or ``undo``. value : what gold or a change sets; of an undo the number of the bulk
    operation that is taken back. filter : as of the list of items (search, state, value, control).
    ids : these items instead, by their own ids. items : these items instead, by their positions.
    """

    action: str
    value: Any = None
    filter: Mapping[str, Any] | None = None
    ids: Sequence[str] | None = None
    items: Sequence[int] | None = None

    @property
    def named(self) -> Sequence[str] | Sequence[int] | None:
        """The items that are named one by one, or None."""
        return self.ids if self.items is None else self.items


def check(conn: Connection, bulk: Bulk) -> int:
    """How many items it is about; of many items that takes a while, so it is asked before anything is written.

    Raises
    ------
    InputError, UnknownName : it cannot be done at all.
    """
    if bulk.action == UNDO:
        return int(undoable_job(conn, bulk.value).done)
    _check(bulk)
    return len(bulk.named) if bulk.named is not None else count_items_like(conn, **_filter(bulk.filter))


def begin(conn: Connection, bulk: Bulk, total: int, *, by: str, now: float) -> int:
    """Store what `check` found nothing wrong with as work to be done; its number."""
    kept = {"action": bulk.action, "value": bulk.value, "filter": bulk.filter, "problems": [], "secret": secret_part()}
    number = add_job(conn, BULK, by=by, at=now, total=total, result={**kept, "after": -1, "place": 0})
    if bulk.named is not None:  # apart from how far it is, which is written again and again
        set_setting(conn, _ids(number), list(bulk.named))
    return number


def some(conn: Connection, work: Work, policy: Policy, number: int, now: float) -> bool:
    """Do the next few items and keep how far it is; whether there is more.

    An item done twice, because the server was killed in between, is the same event, which is stored once.
    """
    row = job_row(conn, number)
    if row is None or row.status != "running":
        return False
    kept = json.loads(row.result)
    kept.setdefault("secret", secret_part())  # one that an older asknext began
    name = f"{BULK_UID}{number}-{kept['secret']}"
    if kept["action"] == UNDO:
        return _some_taken_back(conn, work, policy, row, kept, name, now)
    items, unknown = _next(conn, number, kept)
    problems = [{"id": str(each), "message": "There is no item with this id."} for each in unknown]
    if kept["action"] in CHANGES:
        change(conn, policy, name, kept["action"], kept["value"], items, by=row.by, now=now)
    else:
        problems += _done(conn, work, name, row.by, kept, items)
    taken = len(items) + len(unknown)
    over = taken < SOME
    if over:
        set_setting(conn, _ids(number), None)
    return _noted(conn, row, kept, taken, problems, over=over)


def _some_taken_back(
    conn: Connection, work: Work, policy: Policy, row: Row[Any], kept: dict[str, Any], name: str, now: float
) -> bool:
    taken, problems = taken_back(conn, work, policy, kept, name, by=row.by, now=now, limit=SOME)
    return _noted(conn, row, kept, taken, problems, over=taken < SOME)


def _noted(
    conn: Connection, row: Row[Any], kept: dict[str, Any], taken: int, problems: list[dict[str, Any]], *, over: bool
) -> bool:
    """Keep how far the work is; whether there is more."""
    kept["problems"] = (kept["problems"] + problems)[:MOST_PROBLEMS]
    change_job(
        conn,
        row.id,
        result=kept,
        done=row.done + taken - len(problems),
        failed=row.failed + len(problems),
        total=row.done + row.failed + taken if over else max(row.total, row.done + row.failed + taken),
        status="done" if over else "running",
    )
    return not over


def cancel(conn: Connection, number: int) -> None:
    """Stop the work where it is; what is done stays done.

    Raises
    ------
    InputError : it is other work, which would be left half done or would go on all the same.
    """
    row = job_row(conn, number)
    if row is None or row.status != "running":
        return
    if row.kind != BULK:
        raise InputError(
            "Only a bulk operation is stopped here. A machine is stopped by its own name, on the page Connections; "
            "labels that are being brought in line with the classes are so in a while."
        )
    change_job(conn, number, status="stopped")
    set_setting(conn, _ids(number), None)


def unfinished(conn: Connection) -> list[int]:
    """The numbers of what is still to be done, oldest first."""
    return [each.id for each in unfinished_jobs(conn, BULK)]


def job_shown(conn: Connection, number: int) -> dict[str, Any] | None:
    """{id, kind, action, by, at, status, total, done, failed, problems} of any job, or None."""
    row = job_row(conn, number)
    return None if row is None else _shown(row)


def jobs_shown(conn: Connection, limit: int = 50) -> list[dict[str, Any]]:
    """The newest jobs, the newest first."""
    return [_shown(each) for each in recent_jobs(conn, limit)]


def _shown(row: Row[Any]) -> dict[str, Any]:
    kept = json.loads(row.result or "{}")
    names = ("id", "kind", "by", "at", "status", "total", "done", "failed")
    about = {name: kept.get(name) for name in ("action", "value", "filter", "message")}
    return {**{name: getattr(row, name) for name in names}, **about, "problems": kept.get("problems", [])}


def _check(bulk: Bulk) -> None:
    if bulk.action not in ACTIONS:
        raise UnknownName("bulk action", bulk.action, ACTIONS)
    if sum(each is not None for each in (bulk.ids, bulk.items, bulk.filter)) != 1:
        raise InputError("Say which items: either ids, items or a filter.")
    if bulk.named is not None and len(bulk.named) > MOST_IDS:
        raise InputError(f"At most {MOST_IDS:,} items can be named at once; there are {len(bulk.named):,}.")
    if not all(0 <= each < LARGEST_POSITION for each in bulk.items or ()):
        raise InputError("An item's position is 0 or more.")
    if bulk.action in CHANGES:
        check_change(bulk.action, bulk.value)
    given = (
        bulk.ids if bulk.ids is not None else [each for each in (bulk.filter or {}).values() if isinstance(each, str)]
    )
    if any(_is_no_text(each) for each in given):
        raise InputError("An id or a search is text; one holds a character that is none (NUL, or half of a pair).")
    for name in bulk.filter or {}:
        if name not in FILTERS:
            raise UnknownName("filter", name, FILTERS)
    state = (bulk.filter or {}).get("state", "all")
    if state not in (*STATES, "flagged", "all"):
        raise UnknownName("state", state, (*STATES, "flagged", "all"))


def _is_no_text(text: str) -> bool:
    return "\0" in text or any("\ud800" <= each <= "\udfff" for each in text)


def _filter(given: Mapping[str, Any] | None) -> dict[str, Any]:
    found: dict[str, Any] = {name: value for name, value in (given or {}).items() if value is not None}
    return found


def _ids(number: int) -> str:
    return f"bulk_{number}_ids"


def _next(conn: Connection, number: int, kept: dict[str, Any]) -> tuple[list[int], list[str]]:
    """The next items, and ids that no item has; ``kept`` takes note of how far that is."""
    if kept["filter"] is None:
        names = get_setting(conn, _ids(number), [])[kept["place"] : kept["place"] + SOME]
        kept["place"] += len(names)
        found = _positions(conn, names)
        return [found[each] for each in names if each in found], [each for each in names if each not in found]
    rows = item_page(conn, **_filter(kept["filter"]), after=kept["after"], limit=SOME)
    if rows:
        kept["after"] = rows[-1].pos
    return [each.pos for each in rows], []


def _positions(conn: Connection, names: Sequence[str] | Sequence[int]) -> dict[Any, int]:
    """Ids, or positions, to the positions of the items that exist."""
    ids = [each for each in names if isinstance(each, str)]
    places = [each for each in names if isinstance(each, int)]
    return {**items_with_ids(conn, ids), **{each: each for each in item_rows(conn, places)}}


def _done(
    conn: Connection, work: Work, name: str, by: str, kept: Mapping[str, Any], items: Sequence[int]
) -> list[dict[str, Any]]:
    """Do it to ``items``; what could not be done and why."""
    actions = [
        {"uid": f"{name}-{each}", "kind": kept["action"], "item": each, "value": kept["value"], "stream": "list"}
        for each in items
    ]
    outcomes = work.do(conn, name, by, actions)
    refused = [(each, one) for each, one in zip(items, outcomes, strict=True) if one.status == "refused"]
    return [{"item": each, "message": one.message} for each, one in refused]
