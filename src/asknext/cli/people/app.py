"""The application of ``asknext people``: every command by its name."""

from __future__ import annotations

import typer

from asknext.cli.people.admin import admin
from asknext.cli.people.audit import audit
from asknext.cli.people.disable import disable, enable
from asknext.cli.people.invite import invite
from asknext.cli.people.list import list_
from asknext.cli.people.reset import reset
from asknext.cli.people.role import role

__all__ = ["people"]

people = typer.Typer(
    name="people",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Who may come into a workspace, with which role, and what they did.

    Whoever can run this on the server's machine is an admin by that.

    \b
    asknext people invite team --project tweets --role annotator
    asknext people list team
    """,
)
people.command("list")(list_)
people.command("invite")(invite)
people.command("role")(role)
people.command("admin")(admin)
people.command("disable")(disable)
people.command("enable")(enable)
people.command("reset")(reset)
people.command("audit")(audit)
