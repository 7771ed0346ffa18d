"""Who acts when a command is run on the server's machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from asknext.people.identity import Identity

__all__ = ["BY", "Name", "Workspace", "operator"]

BY = "the command line"
Workspace = Annotated[Path, typer.Argument(metavar="DIR", help="The workspace's folder.", show_default=False)]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The person's name.", show_default=False)]


def operator() -> Identity:
    """Somebody who may do everything and is nobody's account."""
    from asknext.people.identity import Identity
    from asknext.people.role import Role

    return Identity(BY, Role.ADMIN)
