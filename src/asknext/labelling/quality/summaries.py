"""`with_summaries`: the items of a report with the beginning of their content."""

from __future__ import annotations

from typing import Any

from asknext.labelling.present import summary_of
from asknext.project.folder import Project
from asknext.store.browse import item_rows

__all__ = ["with_summaries"]

AT_ONCE = 500


def with_summaries(project: Project, report: dict[str, Any], most: int, longest: int = 120) -> dict[str, Any]:
    """``report`` with at most ``most`` items a section, each with ``summary``, the first ``longest`` characters."""
    sections = [{**each, "items": each["items"][:most]} for each in report["sections"]]
    wanted = sorted({item for each in sections for one in each["items"] for item in _positions(one)})
    contents: dict[int, str] = {}
    with project.database.read() as conn:
        for start in range(0, len(wanted), AT_ONCE):
            rows = item_rows(conn, wanted[start : start + AT_ONCE])
            contents |= {pos: summary_of(row.content, longest) for pos, row in rows.items()}
    for each in sections:
        each["items"] = [_summed(one, contents) for one in each["items"]]
    return {**report, "sections": sections}


def _positions(one: dict[str, Any]) -> list[int]:
    return [one["item"], *([one["beside"]["item"]] if "beside" in one else [])]


def _summed(one: dict[str, Any], contents: dict[int, str]) -> dict[str, Any]:
    beside = {} if "beside" not in one else {"beside": {**one["beside"], "summary": contents[one["beside"]["item"]]}}
    return {**one, "summary": contents[one["item"]], **beside}
