"""The application of ``asknext workspace``: every command by its name."""

from __future__ import annotations

import typer

from asknext.cli.workspace.add import add
from asknext.cli.workspace.init import init
from asknext.cli.workspace.remove import remove
from asknext.cli.workspace.status import status

__all__ = ["workspace"]

workspace = typer.Typer(
    name="workspace",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Several projects on one server, for people who log in.

    \b
    asknext workspace init team
    asknext init team/tweets --data tweets.csv --text text --labels negative,positive
    asknext serve team
    """,
)
workspace.command("init")(init)
workspace.command("add")(add)
workspace.command("remove")(remove)
workspace.command("status")(status)
