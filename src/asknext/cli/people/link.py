"""Links that make an account or a new password."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["FIRST_HOURS", "Url", "adapted", "link_to"]

FIRST_HOURS = 24
DEFAULT = "http://127.0.0.1:8000"

Url = Annotated[
    str | None,
    typer.Option(
        "--url", help=f"The server's address in the link; default: public_url of workspace.yaml, else {DEFAULT}."
    ),
]


def link_to(secret: str, url: str | None) -> str:
    """The address of the page that takes up an invitation; what stands behind # is sent to no server and no log."""
    return f"{(url or DEFAULT).rstrip('/')}/invitation#{secret}"


def adapted(text: str, url: str | None) -> str:
    """``text`` with a link in it, and what to do about the link where nobody said what the server is called."""
    if url:
        return text
    return (
        f"{text}\nIf others reach the server by another address than {DEFAULT}, put that into the link, or set "
        "public_url: in workspace.yaml."
    )
