"""``asknext ontology versions``: who changed the classes when."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from asknext.cli.console import Console
from asknext.cli.options import Folder, Json

__all__ = ["versions"]


def versions(folder: Folder, as_json: Json = False) -> None:
    """List every version of the classes, the newest first.

    \b
    asknext ontology versions tweets
    """
    from asknext.cli.table import table
    from asknext.labelling.ontology.shown import shown_version
    from asknext.project.folder import open_project
    from asknext.store.ontology import all_versions

    with open_project(folder) as project, project.database.read() as conn:
        found = [shown_version(each) for each in all_versions(conn)]
    rows = [(each["version"], _when(each["at"]), each["annotator"], _what(each), each["undone_by"]) for each in found]
    heads = ["version", "when", "who", "what", "taken back by"]
    text = table(heads, rows, wide="what") if rows else "The classes were never changed."
    Console(as_json=as_json).result({"versions": found}, text)


def _when(at: float) -> str:
    return datetime.datetime.fromtimestamp(at).strftime("%Y-%m-%d %H:%M")


def _what(each: Mapping[str, Any]) -> str:
    if each["do"] in ("start", "found"):
        return {"start": "as they were at the beginning", "found": "as an import left them"}[str(each["do"])]
    undid = f"version {each['of']} taken back: " if each["do"] == "undo" else ""
    return undid + "; ".join(f"{one['what']} {_named(one)}" for one in each["did"])


def _named(one: Mapping[str, Any]) -> str:
    if one["what"] in ("renamed", "merged"):
        return f"{one['was'] or one['name']} -> {one['now']}"
    return str(one["name"])
