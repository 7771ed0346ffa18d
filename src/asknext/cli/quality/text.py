"""`report_text`: the report on label quality as plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from asknext.cli.table import table

__all__ = ["report_text"]

LEVELS = {"act": "TO DO", "look": "look", "fine": "fine", "unknown": "not known yet"}
ROWS = 15
ORDER = ("act", "look", "fine", "unknown")


def report_text(report: Mapping[str, Any], folder: Path) -> str:
    """Every section of ``report`` (with summaries), the ones with something to do first."""
    names = {each["id"]: each["name"] for each in report["classes"]}
    sections = sorted(report["sections"], key=lambda each: ORDER.index(each["level"]))
    head = f"{report['title']}: {report['labelled']:,} of {report['items']:,} items labelled."
    foot = f"To act on it: asknext serve {folder}, page Quality."
    return "\n\n".join([head, *(_section(each, names, len(sections) > 1) for each in sections), foot])


def _section(each: Mapping[str, Any], names: Mapping[str, str], cut: bool) -> str:
    blocks = [f"{each['title']} [{LEVELS[each['level']]}]\n{each['sentence']}"]
    if each["todo"]:
        blocks[0] += f"\n-> {each['todo']}"
    blocks += [_numbers(one, cut) for one in each["tables"] if one["rows"] and each["level"] != "unknown"]
    if each["items"]:
        blocks.append(_items(each, names))
    return "\n\n".join(blocks)


def _numbers(one: Mapping[str, Any], cut: bool) -> str:
    rest = len(one["rows"]) - ROWS
    more = f"\n... and {rest:,} more; all of them with the subject's own command." if rest > 0 and cut else ""
    return table([head.strip() for head in one["heads"]], one["rows"][:ROWS] if cut else one["rows"]) + more


def _items(each: Mapping[str, Any], names: Mapping[str, str]) -> str:
    beside = any("beside" in one for one in each["items"])
    instead = "the other" if beside else "instead"
    rows: list[tuple[Any, ...]]
    if each["name"] == "agreement":
        heads = ["id", "item", "answers"]
        rows = [(_id(one), one["summary"], one["why"]) for one in each["items"]]
    else:
        heads = ["id", "item", "label", instead, "sure"]
        rows = [
            (_id(one), one["summary"], _spoken(one["label"], names), _spoken(one["suggested"], names), one["sure"])
            for one in each["items"]
        ]
    more = each["found"] - len(rows)
    rest = f"\n... and {more:,} more." if more > 0 else ""
    return table(heads, rows, wide="item") + rest


def _id(one: Mapping[str, Any]) -> str:
    return f"{one['id']} = {one['beside']['id']}" if "beside" in one else str(one["id"])


def _spoken(ids: Sequence[str] | None, names: Mapping[str, str]) -> str | None:
    return None if ids is None else ", ".join(names.get(each, each) for each in ids) or "none"
