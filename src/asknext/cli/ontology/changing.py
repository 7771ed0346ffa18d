"""A change of the classes from the command line: shown, or stored and every label brought in line."""

from __future__ import annotations

import getpass
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.errors import UnknownName

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Preview", "class_id", "make_change"]

Preview = Annotated[bool, typer.Option("--preview", help="Only show what would happen.")]

_WORDS = {
    "added": "new: {name} ({now})",
    "restored": "back again: {name} ({now})",
    "renamed": "renamed: {was} -> {now}",
    "moved": "moved: {was} -> {now}",
    "reordered": "in another order, from {name} on",
    "merged": "merged: {name} -> {now}",
    "deleted": "deleted: {name}",
}


def class_id(conn: Connection, name: str) -> str:
    """The id of the class called ``name``, or that has it as its id. Raises UnknownName."""
    from asknext.project.ontology.reading import read_ontology

    ontology = read_ontology(conn)
    found = ontology.by_id.get(name)
    found = found if found is not None and found.retired is None else ontology.named(name)
    if found is None:
        raise UnknownName("class", name, [each.name for each in ontology.live])
    return found.id


def make_change(folder: Path, change: Any, *, preview: bool, as_json: bool) -> None:
    """Show or store a change.

    Parameters
    ----------
    change : a mapping (see `asknext.labelling.ontology.plan.planned`), or a function from a connection to one.
    """
    from asknext.labelling.ontology.editing import preview as look
    from asknext.project.folder import open_project

    console = Console(as_json=as_json)
    with open_project(folder) as project:
        with project.database.read() as conn:
            wanted = change(conn) if callable(change) else change
            found = look(conn, wanted, time.time())
        if preview:
            console.result(found, _shown(found))
            return
        version = _stored(console, project, wanted)
    console.result({**found, "version": version}, f"{_shown(found)}\nStored as version {version}.")


def _stored(console: Console, project: Any, change: Mapping[str, Any]) -> int:
    from asknext.labelling.desk import Desk
    from asknext.labelling.ontology.editing import perform
    from asknext.labelling.ontology.in_line import InLine

    desk = Desk(project)
    try:
        made = desk.write(lambda conn: perform(conn, change, annotator=_login(), now=time.time())).result()
        if made.job is not None:
            with console.progress("Bringing labels in line"):
                InLine(desk).finish()
    finally:
        desk.close()
    return made.version


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in a container
        return "command line"


def _shown(found: Mapping[str, Any]) -> str:
    lines = [_difference(each) for each in found["differences"]]
    if found["changed"]["labels"] or found["changed"]["votes"]:
        lines.append(f"{_uses(found['changed'])} mean another class.")
    if found["sorted"] is None and (found["lost"]["labels"] or found["lost"]["votes"]):
        names = ", ".join(found["lost"]["classes"])
        lines.append(f"{_uses(found['lost'])} say nothing any more ({names}); their items are asked again.")
    for name, number in (found["sorted"] or {}).items():
        lines.append(f"{counted(number, 'label')} to {name or 'none of them: no rule fits'}.")
    lines += [f"The label page's own key for {action} is {key} then." for action, key in found["keys"].items()]
    if found["refusal"]:
        lines.append(f"This will be refused. {found['refusal']}")
    return "\n".join(lines)


def _difference(each: Mapping[str, Any]) -> str:
    words = _WORDS.get(each["what"])
    if words is not None:
        return words.format(**each)
    return f"{each['name']}, {each['what']}: {each['was'] or 'none'} -> {each['now'] or 'none'}"


def _uses(uses: Mapping[str, Any]) -> str:
    people = ", ".join(f"{each['name']} {each['answers']:,}" for each in uses["annotators"][:5])
    gold = f" and {counted(uses['gold'], 'gold item')}" if uses["gold"] else ""
    return f"{counted(uses['labels'], 'label')} and {counted(uses['votes'], 'answer')}{gold}" + (
        f" ({people})" if people else ""
    )
