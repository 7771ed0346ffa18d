"""``asknext machine``: have a model of others label items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.options import Folder, Json

__all__ = ["machine"]


def machine(
    folder: Folder,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The machine's name below machines: in asknext.yaml.")
    ] = None,
    items: Annotated[int | None, typer.Option("--items", "-n", help="How many items it labels.", min=1)] = None,
    as_json: Json = False,
) -> None:
    """Have a model of others label items, as an annotator of its own; without --items show what they have done.

    A fifth of the items measures it: gold items and items drawn at random that people have labelled. Its answers are
    shown to people as suggestions, or count as votes, as asknext.yaml says. It goes on where it was stopped.

    \b
    asknext machine tweets
    asknext machine tweets gpt --items 500
    """
    from asknext.labelling.desk import Desk
    from asknext.labelling.machines.running import MachineRun
    from asknext.labelling.machines.shown import machines_shown
    from asknext.project.folder import open_project

    console = Console(as_json=as_json)
    with open_project(folder) as project:
        outcome = None
        if name is not None and items is not None:
            desk = Desk(project)
            try:
                run = MachineRun(project, name, write=lambda work: desk.write(work).result(), work=desk.work)
                with console.progress(f"{name} labels", "items", left=True) as advance:
                    outcome = run.run(items, advance)
            finally:
                desk.close()
        with project.database.read() as conn:
            shown = machines_shown(conn, project.config)
    found = [each for each in shown if name is None or each["name"] == name]
    data: dict[str, Any] = {"machines": found}
    lines = [_line(each) for each in found] or ["asknext.yaml names no machine: write one below machines: there."]
    if outcome is not None:
        data |= {"labelled": outcome.labelled, "unusable": outcome.unusable, "ended": outcome.ended}
        done = f"{counted(outcome.labelled, 'item')} labelled, {outcome.unusable:,} answers unusable."
        lines.insert(0, f"{done} {outcome.sentence}")
    console.result(data, "\n".join(lines))


def _line(shown: Mapping[str, Any]) -> str:
    spent, measured = shown["spent"], shown["skill"]["measured"]
    done = f"{shown['name']}: {counted(spent['items'], 'item')} labelled for {spent['cost']:.2f}"
    if measured["accuracy"] is None:
        return f"{done}; not measured yet."
    share = f"{100 * measured['accuracy']:.1f} % ({100 * measured['low']:.1f} to {100 * measured['high']:.1f})"
    return f"{done}; right in {share} of {counted(measured['n'], 'item')} that nobody labelled after it."
