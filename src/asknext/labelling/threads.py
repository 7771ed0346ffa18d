"""Questions about items: asked, answered, resolved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from asknext.errors import InputError
from asknext.labelling.content import content_of
from asknext.labelling.replay import PARK
from asknext.project.config import Config
from asknext.store.events import event_by_uid, is_undone, notes_on
from asknext.store.threads import open_questions

__all__ = ["asked_question", "listed_questions", "threads_of"]


def asked_question(conn: Connection, uid: str) -> Any:
    """The event of the question ``uid``.

    Raises
    ------
    InputError : there is none, or it was taken back.
    """
    found = event_by_uid(conn, uid)
    if found is None or found.kind != "question" or is_undone(conn, found.seq):
        raise InputError("There is no such question (any more).")
    return found


def threads_of(notes: Iterable[Any]) -> list[dict[str, Any]]:
    """The questions among ``notes`` (see `asknext.store.events.notes_on`) with their replies, oldest first."""
    threads: dict[str, dict[str, Any]] = {}
    for each in notes:
        if each.kind == "question":
            threads[each.uid] = _question(each)
        elif each.kind in ("reply", "resolve") and each.reason in threads:
            _add(threads[each.reason], each)
    return list(threads.values())


def listed_questions(
    conn: Connection, config: Config, *, before: int | None = None, limit: int = 50
) -> list[dict[str, Any]]:
    """Questions that nobody has resolved, the newest first, with item, id and content."""
    rows = open_questions(conn, before=before, limit=limit)
    notes = notes_on(conn, [row.pos for row in rows]) if rows else {}
    threads = {each["uid"]: each for found in notes.values() for each in threads_of(found)}
    return [
        {"seq": row.seq, "item": row.pos, "id": row.id, "content": content_of(config, row), **threads[row.uid]}
        for row in rows
    ]


def _question(each: Any) -> dict[str, Any]:
    return {
        **_said(each),
        "uid": each.uid,
        "parked": each.reason == PARK,
        "resolved": None,
        "replies": [],
    }


def _add(thread: dict[str, Any], each: Any) -> None:
    if each.kind == "reply":
        thread["replies"].append(_said(each))
    else:
        thread["resolved"] = {"annotator": each.annotator, "at": each.at}


def _said(each: Any) -> dict[str, Any]:
    return {"text": each.value, "annotator": each.annotator, "at": each.at}
