"""``asknext prioritise``: say what is to be asked first, how many answers it gets, and who can give them."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.options import Folder, Json
from asknext.errors import InputError

if TYPE_CHECKING:
    from asknext.labelling.priorities import Prioritised
    from asknext.project.folder import Project
    from asknext.store.database import Database

__all__ = ["login", "prioritise"]

SHOWN = 20
EMPTY = ("", "null")


def prioritise(
    folder: Folder,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="CSV, JSONL or Parquet with an id a row, and any of priority, wanted and skill."
        ),
    ] = None,
    own_order: Annotated[
        bool,
        typer.Option("--own-order", help="End an order that was set by asknext suggest or over HTTP (PUT /ranking)."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Say what is to be asked first, and how often.

    The higher an item's priority the sooner it comes; 0 is what every item has, and below 0 comes last. "wanted" is
    how many answers it gets, "skill" the tag that whoever answers must have; an empty cell takes either back. Rows
    that cannot be set are listed, and the others are set all the same. A server that is running follows at once.

    \b
    asknext prioritise tweets urgent.csv
    asknext prioritise cells --own-order
    """
    from asknext.labelling.policy import Policy
    from asknext.labelling.priorities import prioritise as store
    from asknext.project.folder import open_project

    console = Console(as_json=as_json)
    if own_order == (file is not None):
        raise InputError("Give either a FILE of priorities, or --own-order to end an order that was set.")
    with open_project(folder) as project:
        if file is None:
            _end_order(project, console)
            return
        by = login()
        report = store(_writing(project.database), Policy.of(project.config), _rows(file), by=by)
    console.result(asdict(report), _sentence(report))
    if report.failures:
        raise typer.Exit(1)


def _end_order(project: Project, console: Console) -> None:
    from asknext.labelling.external import end_external_ranking

    end_external_ranking(project)
    text = "The project's own strategy orders the items again, from the next round of training on."
    console.result({"strategy": "own"}, text)


def login() -> str:
    """Who sits at the command line."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in a container
        return "command line"


def _writing(database: Database) -> Any:
    def write(do: Any) -> Future[Any]:
        done: Future[Any] = Future()
        with database.write() as conn:
            done.set_result(do(conn))
        return done

    return write


def _rows(path: Path) -> Iterator[Any]:
    from asknext.formats.opening import open_source
    from asknext.formats.rows import Reject

    for row in open_source(path, "row"):
        if isinstance(row, Reject):
            yield InputError(f"Line {row.line}: {row.reason}.")
        else:
            yield {name: _value(name, value) for name, value in row.values.items() if name in _MEANING}


_MEANING: dict[str, type] = {"id": str, "priority": float, "wanted": int, "skill": str}


def _value(name: str, value: Any) -> Any:
    """A cell of a CSV file is text; what is no number stays text, and is refused with its row."""
    if value is None or (isinstance(value, str) and value.strip() in EMPTY and name != "id"):
        return 0.0 if name == "priority" else None
    try:
        return _MEANING[name](value)
    except (ValueError, OverflowError):
        return value


def _sentence(report: Prioritised) -> str:
    lines = [f"{counted(report.set, 'item')} set, {report.same:,} the same as before."]
    if report.failures:
        lines.append(f"{counted(report.failures, 'row')} could not be set:")
        lines += [f"{each['id']!r}: {each['message']}" for each in report.failed[:SHOWN]]
    if report.failures > SHOWN:
        lines.append(f"... and {report.failures - SHOWN:,} more")
    return "\n".join(lines)
