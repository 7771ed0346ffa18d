"""The report as the browser shows it: an overview, and the items of a subject with their contents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.judged import shown_votes
from asknext.labelling.present import content_of
from asknext.project.config import Config
from asknext.store.browse import item_rows
from asknext.store.quality_rows import newest_changes
from asknext.store.votes import votes_on

__all__ = ["items_of", "overview"]


def overview(report: Mapping[str, Any]) -> dict[str, Any]:
    """The report without its items."""
    sections = [{name: value for name, value in each.items() if name != "items"} for each in report["sections"]]
    return {**report, "sections": sections}


def items_of(
    conn: Connection, config: Config, report: Mapping[str, Any], subject: str, start: int, limit: int
) -> dict[str, Any]:
    """{items, next, gone}: items of a subject with their contents, from place ``start`` of its list; where answers are
    annotations with the answers, too.

    Left out, and counted as ``gone``, are those about which something was done since the report was made.
    """
    section = next((each for each in report["sections"] if each["name"] == subject), None)
    every = [] if section is None else section["items"]
    part = every[start : start + limit]
    positions = [item for one in part for item in _positions(one)]
    changed = newest_changes(conn, positions)
    kept = [one for one in part if all(changed.get(item, -1) <= report["event"] for item in _positions(one))]
    rows = item_rows(conn, [item for one in kept for item in _positions(one)]) if kept else {}
    votes = votes_on(conn, [one["item"] for one in kept]) if config.annotated else {}
    shown = [_with_content(config, rows, one) for one in kept]
    shown = [{**one, "votes": shown_votes(votes.get(one["item"], []))} for one in shown] if config.annotated else shown
    return {
        "items": shown,
        "next": start + limit if start + limit < len(every) else None,
        "gone": len(part) - len(kept),
    }


def _positions(one: Mapping[str, Any]) -> list[int]:
    return [one["item"], *([one["beside"]["item"]] if "beside" in one else [])]


def _with_content(config: Config, rows: Mapping[int, Any], one: Mapping[str, Any]) -> dict[str, Any]:
    shown = {**one, "content": content_of(config, rows[one["item"]])}
    if "beside" in one:
        shown["beside"] = {**one["beside"], "content": content_of(config, rows[one["beside"]["item"]])}
    return shown
