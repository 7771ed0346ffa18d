"""``asknext people audit``: who did what, when, from where."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.options import Json
from asknext.cli.people.by import Workspace
from asknext.cli.table import table

__all__ = ["audit"]


def audit(
    folder: Workspace,
    who: Annotated[str | None, typer.Option(help="Only of this person.")] = None,
    what: Annotated[str | None, typer.Option(help="Only this, e.g. log_in or role.set.")] = None,
    project: Annotated[str | None, typer.Option(help="Only of this project.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, the newest ones.")] = 50,
    as_json: Json = False,
) -> None:
    """Who did what, when, from where; the newest first.

    \b
    asknext people audit team --who Ann --limit 20
    """
    from asknext.people.workspace import open_workspace

    with open_workspace(folder) as opened:
        entries = opened.people.log.page(who=who, what=what, project=project, limit=limit)
    heads = ("at", "who", "what", "outcome", "project", "subject", "address", "detail")
    text = table(heads, [_row(each, heads) for each in entries], wide="detail")
    Console(as_json=as_json).result({"entries": entries}, text if entries else "Nothing is written there yet.")


def _row(entry: dict[str, Any], heads: tuple[str, ...]) -> list[str]:
    shown = {
        **entry,
        "at": datetime.fromtimestamp(entry["at"]).isoformat(" ", "seconds"),
        "detail": json.dumps(entry["detail"], ensure_ascii=False),
    }
    return [str(shown[head] or "") for head in heads]
