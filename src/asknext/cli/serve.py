"""``asknext serve``: open a project or a workspace in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.options import Folder, Json
from asknext.errors import UnknownName

__all__ = ["free_port", "serve"]

LOGS = ("json", "text")


def serve(
    folder: Folder,
    host: Annotated[
        str, typer.Option(help="Where to listen. Beyond this machine a token is asked for, printed once.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(help="The port; default: 8000, or the next one that is free.", min=0, max=65535)
    ] = None,
    hosts: Annotated[
        list[str] | None, typer.Option("--allow-host", help="A further name browsers may call it by. Repeatable.")
    ] = None,
    behind: Annotated[
        list[str] | None,
        typer.Option(
            "--behind-proxy",
            metavar="ADDRESS",
            help="A proxy that brings TLS: from this address or network X-Forwarded-Proto and -For are believed. "
            "Repeatable.",
        ),
    ] = None,
    train: Annotated[bool, typer.Option("--train/--no-train", help="Whether to train and reorder meanwhile.")] = True,
    log: Annotated[
        str, typer.Option(help="text, or json: a line for each request and event on stderr, for machines.")
    ] = "text",
    as_json: Json = False,
) -> None:
    """Open a project in the browser, or all projects of a workspace for those who log in; runs until Ctrl-C.

    \b
    asknext serve tweets
    asknext serve tweets --host 0.0.0.0 --port 9000
    asknext serve team --behind-proxy 127.0.0.1 --allow-host labels.example.org
    """
    from asknext.server.json_log import log_as_json
    from asknext.server.run import serve as run

    if log not in LOGS:
        raise UnknownName("kind of log", log, LOGS)
    if log == "json":
        log_as_json()
    chosen = free_port(host) if port is None else port
    console = Console(as_json=as_json)
    run(folder, host=host, port=chosen, hosts=hosts or (), behind=behind or (), console=console, train=train)


def free_port(host: str, first: int = 8000, last: int = 8099) -> int:
    """The first port from ``first`` on that nobody listens on; 0 (the system's choice) where there is none."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(first, last + 1):
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((host, port))
            except OSError:
                continue
            return port
    return 0
