"""The application of ``asknext ontology``: every command by its name."""

from __future__ import annotations

from collections.abc import Callable

import typer

from asknext.cli.ontology.apply import apply, check
from asknext.cli.ontology.delete import delete
from asknext.cli.ontology.merge import merge
from asknext.cli.ontology.rename import rename
from asknext.cli.ontology.show import show
from asknext.cli.ontology.split import split
from asknext.cli.ontology.undo import undo
from asknext.cli.ontology.versions import versions

__all__ = ["ontology"]

ontology = typer.Typer(
    name="ontology",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""The classes of a project: show, change, merge, split, delete, and take changes back.

    Labels hold ids, so a class may get another name at any time. Every change is a version.

    \b
    asknext ontology show tweets --output ontology.yaml
    asknext ontology check tweets ontology.yaml
    asknext ontology apply tweets ontology.yaml
    asknext ontology merge tweets angry --into negative --preview
    """,
)

COMMANDS: dict[str, Callable[..., None]] = {
    "show": show,
    "check": check,
    "apply": apply,
    "rename": rename,
    "merge": merge,
    "split": split,
    "delete": delete,
    "undo": undo,
    "versions": versions,
}
for name, command in COMMANDS.items():
    ontology.command(name)(command)
